// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "faces/face_choice.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/error.h"
#include "image/opencv_view.h"

namespace limen {

DetectionView makeDetectionView(const RgbImage& photo) {
    constexpr int shortestSide = 32;
    constexpr int longestSide = 1024;
    if (std::min(photo.width, photo.height) < shortestSide)
        throwBadInput(
            fmt::format(
                "The photograph is too small to find a face in: {} x {} pixels.", photo.width, photo.height),
            fmt::format("Use one of at least {0} x {0} pixels.", shortestSide));
    DetectionView view{toBgr(photo)};
    const int side = std::max(photo.width, photo.height);
    if (side <= longestSide)
        return view;
    const double factor = static_cast<double>(longestSide) / side;
    const cv::Size size(std::max(1, static_cast<int>(std::lround(photo.width * factor))),
                        std::max(1, static_cast<int>(std::lround(photo.height * factor))));
    if (std::min(size.width, size.height) < shortestSide)
        throwBadInput(
            fmt::format(
                "The photograph is too narrow to find a face in: {} x {} pixels.", photo.width, photo.height),
            "Crop it to the face.");
    cv::Mat reduced;
    cv::resize(view.bgr, reduced, size, 0, 0, cv::INTER_AREA);
    return {reduced,
            static_cast<double>(photo.width) / size.width,
            static_cast<double>(photo.height) / size.height};
}

std::size_t chooseFace(const std::vector<cv::Rect2d>& boxes, cv::Size image) {
    const auto cost = [image](const cv::Rect2d& box) {
        const double dx = box.x + box.width / 2 - image.width / 2.0;
        const double dy = box.y + box.height / 2 - image.height / 2.0;
        return dx * dx + dy * dy - 0.1 * box.width * box.height;
    };
    const auto best =
        std::min_element(boxes.begin(), boxes.end(), [&](const cv::Rect2d& a, const cv::Rect2d& b) {
            return cost(a) < cost(b);
        });
    return static_cast<std::size_t>(best - boxes.begin());
}

void keepOpenCvSingleThreaded() {
    // cv::setNumThreads() rebuilds the thread pool and must not be called while another thread uses it.
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (cv::getNumThreads() != 1)
        cv::setNumThreads(1);
}

}  // namespace limen
