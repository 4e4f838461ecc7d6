// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <random>

#include "image/rgb_image.h"

namespace limen::test {

/// Waves of several lengths in three colours with some noise: something to spend bits on at every level.
inline RgbImage texturedImage(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    const double phase = static_cast<double>(seed) * 0.7;
    RgbImage image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double wave = 55.0 * std::sin(0.05 * x + phase + c) * std::cos(0.07 * y - phase) +
                                    25.0 * std::sin(0.6 * x - 0.4 * y + phase);
                const double noise = static_cast<double>(random() % 13U) - 6.0;
                image.at(x, y)[c] = static_cast<std::uint8_t>(128.0 + wave + noise);
            }
    return image;
}

}  // namespace limen::test
