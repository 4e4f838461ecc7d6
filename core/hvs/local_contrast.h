// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// Variance of the `side` x `side` pixels around each pixel; what lies beyond the frame counts as 0. Never
/// negative. `side`: odd, up to 15.
Plane localVariance(const GreyImage& grey, int side);

}  // namespace limen
