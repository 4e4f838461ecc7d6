// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/local_contrast.h"

#include <opencv2/imgproc.hpp>

#include "hvs/raster_view.h"

namespace limen {

Plane localVariance(const GreyImage& grey, int side) {
    cv::Mat_<int> sums;
    cv::Mat_<int> squares;
    const cv::Size window(side, side);
    const cv::Point centre(-1, -1);
    cv::boxFilter(viewOf(grey), sums, CV_32S, window, centre, false, cv::BORDER_CONSTANT);
    cv::sqrBoxFilter(viewOf(grey), squares, CV_32S, window, centre, false, cv::BORDER_CONSTANT);
    Plane variance(grey.width, grey.height);
    const double count = side * side;
    const double scale = 1.0 / (count * count);
    for (int y = 0; y < grey.height; ++y) {
        const int* sum = sums[y];
        const int* square = squares[y];
        double* out = variance.row(y);
        // In whole numbers until the end, so that it is exact and never below 0.
        for (int x = 0; x < grey.width; ++x)
            out[x] = scale * (count * square[x] - static_cast<double>(sum[x]) * sum[x]);
    }
    return variance;
}

}  // namespace limen
