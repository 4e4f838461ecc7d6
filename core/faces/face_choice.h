// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// A photograph as detectors see it: BGR, with no side over 1024 px (contract.md, "Alignment").
struct DetectionView {
    cv::Mat bgr;
    double scaleX = 1.0;  ///< photo pixels per pixel of `bgr`
    double scaleY = 1.0;
};

/// Throws Error (BadInput) when a side is under 32 px, below which detectors fail or throw.
DetectionView makeDetectionView(const RgbImage& photo);

/// Index of the face the photograph is about: large and near the centre (reference/README.md section 6).
/// `boxes` must not be empty.
std::size_t chooseFace(const std::vector<cv::Rect2d>& boxes, cv::Size image);

/// Keeps OpenCV to the calling thread, for the whole process: the last bits of its networks depend on the
/// number of threads, and Limen's workers already fill the cores.
void keepOpenCvSingleThreaded();

}  // namespace limen
