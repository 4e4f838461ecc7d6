// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// Side of the window that SSIM looks through, and with it the least side of an image.
inline constexpr int ssimWindow = 11;

/// Structural similarity (Wang 2004) of the 8-bit grey images (greyOf()): Gaussian window of 11x11 and sigma
/// 1.5, K1 0.01, K2 0.03, L 255, biased variances, mean over the valid area, without decimation
/// (spec/metrics.md section 1). At most 1, for equal images. Throws Error (BadInput) if the sizes differ or a
/// side is below ssimWindow.
double ssim(const RgbImage& reference, const RgbImage& test);

/// The least side that leaves a window at the third scale.
inline constexpr int msSsim3Side = 4 * (ssimWindow - 1) + 1;

/// Multi-scale SSIM (Wang 2003) over the first three of its five scales, their weights renormalised: five
/// need images of more than 160 pixels, which a 112x112 face has not (spec/metrics.md section 1). The mean of
/// contrast and structure counts at scales 1 and 2, that of SSIM at scale 3; below 0 they count as 0. From
/// scale to scale 2x2 pixels become their mean, the last row or column of an odd side doubled. At most 1.
/// Throws Error (BadInput) if the sizes differ or a side is below msSsim3Side.
double msSsim3(const RgbImage& reference, const RgbImage& test);

}  // namespace limen
