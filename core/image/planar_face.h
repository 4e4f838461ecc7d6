// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// Appends an image as the JND predictor takes it: planes R, G, B of (v - 127.5) / 127.5, row-major.
void appendPlanar(const RgbImage& image, bool mirrored, std::vector<float>& values);

/// The image of such planes: rounded to the nearest of 0..255, beyond them clipped. `planes`: 3 x height x
/// width values.
RgbImage fromPlanar(std::span<const float> planes, int width, int height);

}  // namespace limen
