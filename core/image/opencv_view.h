// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The only place where Limen's RGB images and OpenCV's matrices meet. For .cpp files that call OpenCV.

#include <cstring>
#include <opencv2/imgproc.hpp>

#include "image/rgb_image.h"

namespace limen {

/// The image's own memory as an 8-bit, 3-channel matrix in R, G, B order. Valid as long as the image.
inline cv::Mat rgbView(RgbImage& image) {
    return {image.height, image.width, CV_8UC3, image.pixels.data()};
}

/// Read-only by convention: OpenCV has no const matrix.
inline cv::Mat rgbView(const RgbImage& image) {
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}

inline cv::Mat toBgr(const RgbImage& image) {
    cv::Mat bgr;
    cv::cvtColor(rgbView(image), bgr, cv::COLOR_RGB2BGR);
    return bgr;
}

inline RgbImage fromBgr(const cv::Mat& bgr) {
    RgbImage image(bgr.cols, bgr.rows);
    cv::Mat view = rgbView(image);
    cv::cvtColor(bgr, view, cv::COLOR_BGR2RGB);
    return image;
}

}  // namespace limen
