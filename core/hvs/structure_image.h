// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// The structure of an image without its texture: the u that makes TV(u) + lambda |u - f| least, lambda =
/// 0.8, TV the sum of differences of horizontal and vertical neighbours (Yin et al. 2007). Of several such
/// images the brightest, as the authors' solver gives. Exact.
GreyImage structureImage(const GreyImage& grey);

}  // namespace limen
