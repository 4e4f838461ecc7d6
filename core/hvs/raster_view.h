// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Rasters as OpenCV's matrices. For .cpp files that call OpenCV.

#include <opencv2/core.hpp>

#include "hvs/raster.h"

namespace limen {

/// The raster's own memory as a matrix of one channel. Valid as long as the raster.
template <typename T>
cv::Mat_<T> viewOf(Raster<T>& raster) {
    return cv::Mat_<T>(raster.height, raster.width, raster.values.data());
}

/// Read-only by convention: OpenCV has no const matrix.
template <typename T>
cv::Mat_<T> viewOf(const Raster<T>& raster) {
    return cv::Mat_<T>(raster.height, raster.width, const_cast<T*>(raster.values.data()));
}

}  // namespace limen
