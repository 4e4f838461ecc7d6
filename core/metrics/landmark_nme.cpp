// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/landmark_nme.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace limen {

namespace {

constexpr std::size_t outerCorners[] = {36, 45};  // of the eyes

double distanceOf(const Point2& a, const Point2& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

LandmarkNme landmarkNme(std::span<const Point2> points, std::span<const Point2> reference) {
    if (points.size() != landmarkCount68 || reference.size() != landmarkCount68)
        throwBadInput(fmt::format("The error of landmarks compares {} points, not {} with {}.",
                                  landmarkCount68,
                                  points.size(),
                                  reference.size()));
    double sum = 0.0;
    Point2 least = reference.front();
    Point2 most = reference.front();
    for (std::size_t i = 0; i < landmarkCount68; ++i) {
        sum += distanceOf(points[i], reference[i]);
        least = {std::min(least.x, reference[i].x), std::min(least.y, reference[i].y)};
        most = {std::max(most.x, reference[i].x), std::max(most.y, reference[i].y)};
    }
    const double box = std::sqrt((most.x - least.x) * (most.y - least.y));
    const double eyes = distanceOf(reference[outerCorners[0]], reference[outerCorners[1]]);
    if (!std::isfinite(sum) || !(box > 0.0) || !(eyes > 0.0))
        throwBadInput("The landmarks of the reference have no extent.",
                      "Check that the image shows an aligned face.");
    const double mean = sum / static_cast<double>(landmarkCount68);
    return {100.0 * mean / box, 100.0 * mean / eyes};
}

}  // namespace limen
