// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/jnd_injection.h"

#include <algorithm>
#include <cmath>

namespace limen {

namespace {

void addTo(std::uint8_t& value, double change) {
    value = static_cast<std::uint8_t>(std::lround(std::clamp(value + change, 0.0, 255.0)));
}

}  // namespace

RgbImage injectJnd(const EyeModel& model,
                   const RgbImage& image,
                   EyeColour colour,
                   const Injection& injection) {
    RgbImage result = image;
    if (colour == EyeColour::Luma) {
        const Plane change = model.change(greyOf(image), injection);
        for (std::size_t i = 0; i < result.pixels.size(); ++i)
            addTo(result.pixels[i], change.values[i / 3]);
        return result;
    }
    for (std::size_t channel = 0; channel < 3; ++channel) {
        Injection own = injection;
        // Steps of the golden ratio, so that no channel of a seed repeats another seed's.
        own.seed += channel * 0x9E3779B97F4A7C15U;
        const Plane change = model.change(channelOf(image, static_cast<int>(channel)), own);
        for (std::size_t i = 0; i < change.values.size(); ++i)
            addTo(result.pixels[3 * i + channel], change.values[i]);
    }
    return result;
}

}  // namespace limen
