// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/residual.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"

namespace limen {

namespace {

float valueOf(const std::int16_t* rgb, ResidualChannel channel) {
    switch (channel) {
        case ResidualChannel::Luma:
            return 0.299F * static_cast<float>(rgb[0]) + 0.587F * static_cast<float>(rgb[1]) +
                   0.114F * static_cast<float>(rgb[2]);
        case ResidualChannel::Red:
            return rgb[0];
        case ResidualChannel::Green:
            return rgb[1];
        case ResidualChannel::Blue:
            return rgb[2];
        case ResidualChannel::Largest:
            break;
    }
    return *std::max_element(rgb, rgb + 3, [](int a, int b) { return std::abs(a) < std::abs(b); });
}

}  // namespace

Residual signedResidual(const RgbImage& original, const RgbImage& test) {
    if (original.width != test.width || original.height != test.height)
        throwBadInput(fmt::format("A residual needs images of one size, not {}x{} and {}x{}.",
                                  original.width,
                                  original.height,
                                  test.width,
                                  test.height),
                      "Compare an image with its own encoding.");
    Residual residual{original.width, original.height, {}};
    residual.values.resize(original.pixels.size());
    std::transform(original.pixels.begin(),
                   original.pixels.end(),
                   test.pixels.begin(),
                   residual.values.begin(),
                   [](std::uint8_t a, std::uint8_t b) { return static_cast<std::int16_t>(int{a} - int{b}); });
    return residual;
}

std::vector<float> residualPlane(const Residual& residual, ResidualChannel channel) {
    std::vector<float> plane(residual.values.size() / 3);
    for (std::size_t i = 0; i < plane.size(); ++i)
        plane[i] = valueOf(residual.values.data() + 3 * i, channel);
    return plane;
}

float magnitudeExceededBy(const std::vector<float>& plane, double share) {
    if (plane.empty())
        return 0.0F;
    std::vector<float> magnitudes(plane.size());
    std::transform(plane.begin(), plane.end(), magnitudes.begin(), [](float v) { return std::fabs(v); });
    const double allowed = std::clamp(share, 0.0, 1.0) * static_cast<double>(magnitudes.size());
    const std::size_t above = std::min(static_cast<std::size_t>(allowed), magnitudes.size() - 1);
    const auto nth = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() - 1 - above);
    std::nth_element(magnitudes.begin(), nth, magnitudes.end());
    return *nth;
}

}  // namespace limen
