// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/face_mixing.h"

#include <cmath>
#include <numbers>

#include "image/opencv_view.h"

namespace limen {

namespace {

float uniform(std::mt19937_64& random, float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
}

/// Share of the second face, 0..1, at every pixel.
cv::Mat shareOfSecond(const cv::Size& size, std::mt19937_64& random) {
    cv::Mat share(size, CV_32FC1);
    const float kind = uniform(random, 0.0F, 1.0F);
    if (kind < 0.4F) {
        share.setTo(uniform(random, 0.3F, 0.7F));
        return share;
    }
    const auto width = static_cast<float>(size.width);
    const auto height = static_cast<float>(size.height);
    const float x0 = width * uniform(random, 0.35F, 0.65F);
    const float y0 = height * uniform(random, 0.35F, 0.75F);
    const float softness = width * uniform(random, 0.02F, 0.12F);
    const float strength = uniform(random, 0.6F, 1.0F);
    const bool oval = kind > 0.8F;
    const float angle = uniform(random, 0.0F, 2.0F * std::numbers::pi_v<float>);
    const float radiusX = width * uniform(random, 0.15F, 0.4F);
    const float radiusY = height * uniform(random, 0.12F, 0.35F);
    for (int y = 0; y < size.height; ++y) {
        float* row = share.ptr<float>(y);
        const float dy = static_cast<float>(y) - y0;
        for (int x = 0; x < size.width; ++x) {
            const float dx = static_cast<float>(x) - x0;
            const float inside = oval ? (1.0F - std::hypot(dx / radiusX, dy / radiusY)) * radiusX
                                      : dx * std::cos(angle) + dy * std::sin(angle);
            row[x] = strength / (1.0F + std::exp(-inside / softness));
        }
    }
    return share;
}

}  // namespace

RgbImage mixFaces(const RgbImage& a, const RgbImage& b, std::mt19937_64& random) {
    const cv::Size size(a.width, a.height);
    const cv::Mat share = shareOfSecond(size, random);
    // Faces lit alike join without a step in colour.
    const cv::Scalar difference = cv::mean(rgbView(a)) - cv::mean(rgbView(b));
    const float toned = uniform(random, 0.0F, 1.0F);
    RgbImage mixed(a.width, a.height);
    for (int y = 0; y < a.height; ++y) {
        const float* weights = share.ptr<float>(y);
        for (int x = 0; x < a.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float first = a.at(x, y)[c];
                const float second = b.at(x, y)[c] + toned * static_cast<float>(difference[c]);
                mixed.at(x, y)[c] = cv::saturate_cast<std::uint8_t>(first + weights[x] * (second - first));
            }
        }
    }
    return mixed;
}

}  // namespace limen
