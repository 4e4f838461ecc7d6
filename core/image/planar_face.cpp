// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/planar_face.h"

#include <algorithm>
#include <cmath>

namespace limen {

void appendPlanar(const RgbImage& image, bool mirrored, std::vector<float>& values) {
    values.reserve(values.size() + image.pixels.size());
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x)
                values.push_back(
                    (static_cast<float>(image.at(mirrored ? image.width - 1 - x : x, y)[channel]) - 127.5F) /
                    127.5F);
}

RgbImage fromPlanar(std::span<const float> planes, int width, int height) {
    RgbImage image(width, height);
    const std::size_t plane = image.pixelCount();
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            image.pixels[i * 3 + channel] = static_cast<std::uint8_t>(
                std::clamp(std::lround(planes[channel * plane + i] * 127.5F + 127.5F), 0L, 255L));
    return image;
}

}  // namespace limen
