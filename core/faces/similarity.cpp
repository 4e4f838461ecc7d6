// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <cmath>
#include <cstddef>
#include <limits>

#include "base/error.h"
#include "faces/face_aligner.h"
#include "faces/face_template.h"
#include "image/opencv_view.h"

namespace limen {

Similarity leastSquaresSimilarity(std::span<const Point2> from, std::span<const Point2> to) {
    Point2 fromMean;
    Point2 toMean;
    const auto count = static_cast<double>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        fromMean.x += from[i].x / count;
        fromMean.y += from[i].y / count;
        toMean.x += to[i].x / count;
        toMean.y += to[i].y / count;
    }
    // Umeyama 1991, eqs. (40)-(42): in the plane the best proper rotation and scale are the quotient of the
    // complex correlation and the variance, so that a reflection cannot come out.
    double real = 0.0;
    double imaginary = 0.0;
    double variance = 0.0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Point2 p{from[i].x - fromMean.x, from[i].y - fromMean.y};
        const Point2 q{to[i].x - toMean.x, to[i].y - toMean.y};
        real += p.x * q.x + p.y * q.y;
        imaginary += p.x * q.y - p.y * q.x;
        variance += p.x * p.x + p.y * p.y;
    }
    const double a = real / variance;
    const double b = imaginary / variance;
    // Also false for NaN: coinciding points, and landmarks a broken detector may return.
    if (!(std::hypot(a, b) > 1e-6) || !std::isfinite(a) || !std::isfinite(b))
        throwBadInput("The face's landmarks do not span a face.", "Use another photograph of this person.");
    return {
        a, -b, toMean.x - a * fromMean.x + b * fromMean.y, b, a, toMean.y - b * fromMean.x - a * fromMean.y};
}

Point2 transformed(const Similarity& s, const Point2& p) {
    return {s[0] * p.x + s[1] * p.y + s[2], s[3] * p.x + s[4] * p.y + s[5]};
}

Similarity inverse(const Similarity& s) {
    const double square = s[0] * s[0] + s[3] * s[3];
    const double a = s[0] / square;
    const double b = -s[3] / square;
    return {a, -b, -a * s[2] + b * s[5], b, a, -b * s[2] - a * s[5]};
}

Similarity composed(const Similarity& outer, const Similarity& inner) {
    const double a = outer[0] * inner[0] - outer[3] * inner[3];
    const double b = outer[0] * inner[3] + outer[3] * inner[0];
    const Point2 shift = transformed(outer, {inner[2], inner[5]});
    return {a, -b, shift.x, b, a, shift.y};
}

Similarity similarityToTemplate(const FacePoints& points) {
    return leastSquaresSimilarity(points, templatePoints);
}

RgbImage warpToTemplate(const RgbImage& photo, const Similarity& transform) {
    // OpenCV addresses the source with 16-bit coordinates and wraps silently beyond.
    constexpr int longestSide = std::numeric_limits<short>::max() - 1;
    if (photo.width > longestSide || photo.height > longestSide)
        throwBadInput(fmt::format("The photograph is too long: {} x {} pixels.", photo.width, photo.height),
                      fmt::format("Crop it to at most {} pixels a side.", longestSide));
    const cv::Matx23d matrix(transform.data());
    RgbImage face(alignedSize, alignedSize);
    cv::Mat view = rgbView(face);
    cv::warpAffine(
        rgbView(photo), view, matrix, view.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar());
    return face;
}

}  // namespace limen
