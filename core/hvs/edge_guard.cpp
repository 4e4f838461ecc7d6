// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/edge_guard.h"

#include <opencv2/imgproc.hpp>

#include "hvs/raster_view.h"

namespace limen {

namespace {

cv::Mat shapeOf(GuardShape shape) {
    switch (shape) {
        case GuardShape::Disk2: {
            cv::Mat disk(5, 5, CV_8U, cv::Scalar(0));
            for (int y = -2; y <= 2; ++y)
                for (int x = -2; x <= 2; ++x)
                    disk.at<std::uint8_t>(y + 2, x + 2) = x * x + y * y <= 4 ? 1 : 0;
            return disk;
        }
        case GuardShape::Square5:
            return cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
        case GuardShape::Square11:
            return cv::getStructuringElement(cv::MORPH_RECT, {11, 11});
        case GuardShape::Pixel:
            break;
    }
    return cv::getStructuringElement(cv::MORPH_RECT, {1, 1});
}

}  // namespace

Plane edgeGuard(const GreyImage& edges, const GuardSettings& settings) {
    cv::Mat reached;
    cv::dilate(viewOf(edges), reached, shapeOf(settings.shape));
    // Weights in hundredths, so that they are bytes; the kernel across the rows makes them shares.
    cv::Mat percent(reached.size(), CV_8U, cv::Scalar(100));
    percent.setTo(settings.edgePercent, reached);
    const cv::Mat kernel = cv::getGaussianKernel(settings.kernelSize, settings.sigma, CV_64F);
    Plane guard(edges.width, edges.height);
    cv::Mat smoothed = viewOf(guard);
    cv::sepFilter2D(percent, smoothed, CV_64F, kernel, 0.01 * kernel, {-1, -1}, 0.0, cv::BORDER_CONSTANT);
    return guard;
}

}  // namespace limen
