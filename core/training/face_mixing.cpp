// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_mixing.h"

#include <cmath>
#include <numbers>

#include "image/opencv_view.h"

namespace limen {

namespace {

/// Share of the second face, 0..1, at every pixel.
cv::Mat shareOfSecond(const cv::Size& size, SampleRandom& random) {
    cv::Mat share(size, CV_32FC1);
    const double kind = random.uniform(0.0, 1.0);
    if (kind < 0.4) {
        share.setTo(random.uniform(0.3, 0.7));
        return share;
    }
    const double width = size.width;
    const double height = size.height;
    const double x0 = width * random.uniform(0.35, 0.65);
    const double y0 = height * random.uniform(0.35, 0.75);
    const double softness = width * random.uniform(0.02, 0.12);
    const double strength = random.uniform(0.6, 1.0);
    const bool oval = kind > 0.8;
    const double angle = random.uniform(0.0, 2.0 * std::numbers::pi);
    const double radiusX = width * random.uniform(0.15, 0.4);
    const double radiusY = height * random.uniform(0.12, 0.35);
    for (int y = 0; y < size.height; ++y) {
        float* row = share.ptr<float>(y);
        const double dy = y - y0;
        for (int x = 0; x < size.width; ++x) {
            const double dx = x - x0;
            const double inside = oval ? (1.0 - std::hypot(dx / radiusX, dy / radiusY)) * radiusX
                                       : dx * std::cos(angle) + dy * std::sin(angle);
            row[x] = static_cast<float>(strength / (1.0 + std::exp(-inside / softness)));
        }
    }
    return share;
}

}  // namespace

RgbImage mixFaces(const RgbImage& a, const RgbImage& b, SampleRandom& random) {
    const cv::Size size(a.width, a.height);
    const cv::Mat share = shareOfSecond(size, random);
    // Faces lit alike join without a step in colour.
    const cv::Scalar difference = cv::mean(rgbView(a)) - cv::mean(rgbView(b));
    const double toned = random.uniform(0.0, 1.0);
    RgbImage mixed(a.width, a.height);
    for (int y = 0; y < a.height; ++y) {
        const float* weights = share.ptr<float>(y);
        for (int x = 0; x < a.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float first = a.at(x, y)[c];
                const float second = b.at(x, y)[c] + static_cast<float>(toned * difference[c]);
                mixed.at(x, y)[c] = cv::saturate_cast<std::uint8_t>(first + weights[x] * (second - first));
            }
        }
    }
    return mixed;
}

}  // namespace limen
