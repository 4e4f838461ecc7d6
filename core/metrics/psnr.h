// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// Peak signal-to-noise ratio in dB: 10 log10(255^2 / MSE), the MSE over all pixels and the three channels
/// (spec/metrics.md section 1). Infinity for equal images. Throws Error (BadInput) if the sizes differ.
double psnr(const RgbImage& reference, const RgbImage& test);

}  // namespace limen
