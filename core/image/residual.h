// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// Signed difference of two RGB images in grey levels, -255..255: interleaved R, G, B, row-major.
struct Residual {
    int width = 0;
    int height = 0;
    std::vector<std::int16_t> values;  ///< width * height * 3

    const std::int16_t* at(int x, int y) const {
        return values.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                   3;
    }
};

/// What of a residual is shown as one number per pixel.
enum class ResidualChannel {
    Luma,  ///< 0.299 R + 0.587 G + 0.114 B of the differences (BT.601)
    Red,
    Green,
    Blue,
    Largest,  ///< the channel whose difference is largest in magnitude, with its sign
};

/// Original minus test, never clipped or made absolute (spec/jnd_fr_model.md: residual map = original - JND
/// image). Throws Error (BadInput) if the sizes differ.
Residual signedResidual(const RgbImage& original, const RgbImage& test);

/// One value per pixel, in grey levels, row-major.
std::vector<float> residualPlane(const Residual& residual, ResidualChannel channel);

/// The smallest magnitude that at most `share` (0..1) of the values exceed; 0 for no values.
/// A range from it is not ruled by a single pixel.
float magnitudeExceededBy(const std::vector<float>& plane, double share);

}  // namespace limen
