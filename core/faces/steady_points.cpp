// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/steady_points.h"

#include <cmath>
#include <utility>

#include "base/error.h"
#include "image/opencv_view.h"

namespace limen {

namespace {

constexpr int views = 16;
/// Detectors answer from cells of up to 32 pixels.
constexpr int reach = 32;
constexpr double otherFaceFrom = 0.5;

double distance(const Point2& a, const Point2& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

double landmarkError(const FacePoints& points, const FacePoints& reference) {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i)
        sum += distance(points[i], reference[i]);
    return sum / static_cast<double>(points.size()) / distance(reference[0], reference[1]);
}

FacePoints flippedPoints(const FacePoints& points, int width) {
    FacePoints flipped = points;
    for (Point2& point : flipped)
        point.x = width - 1 - point.x;
    std::swap(flipped[0], flipped[1]);
    std::swap(flipped[3], flipped[4]);
    return flipped;
}

std::optional<FacePoints> steadyPoints(const RgbImage& photo, FaceAligner& aligner, const FacePoints& about) {
    FacePoints sum{};
    int found = 0;
    for (int view = 0; view < views; ++view) {
        const bool mirrored = view % 2 == 1;
        // Every remainder of 16 once in each direction, in an order that does not move along a diagonal.
        const int dx = view * 2 % reach + view / 8;
        const int dy = view * 10 % reach + view / 8;
        RgbImage moved(photo.width + reach, photo.height + reach);
        cv::Mat place = rgbView(moved)(cv::Rect(dx, dy, photo.width, photo.height));
        if (mirrored)
            cv::flip(rgbView(photo), place, 1);
        else
            rgbView(photo).copyTo(place);
        std::optional<FacePoints> points;
        try {
            points = aligner.align(moved).points;
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Failure)
                throw;
        }
        if (!points)
            continue;
        for (Point2& point : *points)
            point = {point.x - dx, point.y - dy};
        if (mirrored)
            points = flippedPoints(*points, photo.width);
        if (!(landmarkError(*points, about) < otherFaceFrom))
            continue;
        ++found;
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] = {sum[i].x + (*points)[i].x, sum[i].y + (*points)[i].y};
    }
    if (found == 0)
        return std::nullopt;
    for (Point2& point : sum)
        point = {point.x / found, point.y / found};
    return sum;
}

}  // namespace limen
