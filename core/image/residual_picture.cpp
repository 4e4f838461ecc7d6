// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/residual_picture.h"

#include "image/colour_map.h"
#include "image/residual.h"

namespace limen {

RgbImage residualPicture(const RgbImage& original, const RgbImage& test, double range) {
    const DivergingMap map(DivergingMap::Centre::Light);
    const std::vector<float> plane = residualPlane(signedResidual(original, test), ResidualChannel::Luma);
    RgbImage image(original.width, original.height);
    for (std::size_t i = 0; i < plane.size(); ++i) {
        const Rgb8 colour = map(static_cast<double>(plane[i]) / range);
        image.pixels[3 * i] = colour.red;
        image.pixels[3 * i + 1] = colour.green;
        image.pixels[3 * i + 2] = colour.blue;
    }
    return image;
}

int commonRange(const std::vector<float>& residuals) {
    constexpr double clippedShare = 0.005;
    const float magnitude = magnitudeExceededBy(residuals, clippedShare);
    for (const int round : {2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128})
        if (magnitude <= static_cast<float>(round))
            return round;
    return 255;
}

}  // namespace limen
