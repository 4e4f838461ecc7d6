// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// How many different orientations of the gradient, in steps of 12 degrees, lie in the 3x3 pixels around each
/// pixel; pixels without a gradient (below 5 grey levels) count together as one more. 1..9; 1 where the pixel
/// has no gradient itself and for the outermost pixels. Wu et al. 2017, section III.
Raster<std::uint8_t> orientationCount(const GreyImage& grey);

/// Square of the gradient those orientations belong to: Prewitt's operator divided by 3, the image continued
/// by its outermost pixels.
Plane prewittSquare(const GreyImage& grey);

}  // namespace limen
