// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// Weights that spare the edges of high contrast: a Canny threshold of 60 grey levels of the largest
/// directional gradient (at most 0.8), 5x5 pixels around every edge pixel, smoothed. Shared by Wu17 and
/// Jiang22.
Plane highContrastGuard(const GreyImage& grey);

}  // namespace limen
