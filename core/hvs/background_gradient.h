// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/eye_model.h"
#include "hvs/raster.h"

namespace limen {

/// The two 5x5 operators that the pixel-domain models share, exact in integers.

/// The image as signed values.
IntRaster asIntegers(const GreyImage& grey);

/// 32 times the mean background luminance (Chou & Li 1995, fig. 5); 0..8160 for an image.
IntRaster backgroundSum(const IntRaster& values, FrameRule frame);
inline constexpr double backgroundScale = 1.0 / 32.0;
inline constexpr int largestBackgroundSum = 32 * 255;

/// 16 times the largest magnitude of the four directional gradients (Chou & Li 1995, fig. 4); 0..4080 for an
/// image, twice that for values of -255..255.
IntRaster gradientSum(const IntRaster& values, FrameRule frame);
inline constexpr double gradientScale = 1.0 / 16.0;

}  // namespace limen
