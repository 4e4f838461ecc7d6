// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/colour_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limen {

namespace {

/// Lightness at zero and at the ends, and chroma at the ends: inside sRGB along both arms, so nothing is
/// clipped.
struct Course {
    double centreLightness;
    double endLightness;
    double blueChroma;
    double orangeChroma;
};

constexpr Course lightCourse{0.97, 0.50, 0.150, 0.130};
constexpr Course darkCourse{0.22, 0.80, 0.095, 0.120};
constexpr double blueHue = 257.0;  // degrees in OKLab's a-b plane
constexpr double orangeHue = 52.0;

std::uint8_t encodeSrgb(double linear) {
    const double v = std::clamp(linear, 0.0, 1.0);
    const double encoded =
        v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;  // IEC 61966-2-1
    return static_cast<std::uint8_t>(std::lround(encoded * 255.0));
}

/// OKLab to sRGB (Ottosson 2020, "A perceptual color space for image processing").
Rgb8 fromOklab(double lightness, double chroma, double hueDegrees) {
    const double hue = hueDegrees * std::numbers::pi / 180.0;
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);
    return {encodeSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            encodeSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encodeSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

}  // namespace

DivergingMap::DivergingMap(Centre centre) {
    const Course& course = centre == Centre::Light ? lightCourse : darkCourse;
    constexpr int zero = entries / 2;
    for (int i = 0; i < entries; ++i) {
        const double magnitude = std::abs(i - zero) / static_cast<double>(zero);
        const double lightness = std::lerp(course.centreLightness, course.endLightness, magnitude);
        m_table[static_cast<std::size_t>(i)] =
            i < zero ? fromOklab(lightness, magnitude * course.blueChroma, blueHue)
                     : fromOklab(lightness, magnitude * course.orangeChroma, orangeHue);
    }
}

Rgb8 DivergingMap::operator()(double value) const {
    constexpr int zero = entries / 2;
    if (std::isnan(value))
        return m_table[zero];
    const long offset = std::lround(std::clamp(value, -1.0, 1.0) * zero);
    return m_table[static_cast<std::size_t>(zero + offset)];
}

}  // namespace limen
