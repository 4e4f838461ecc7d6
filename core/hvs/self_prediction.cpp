// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/self_prediction.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int reach = 10;
constexpr int patch = 7;
constexpr int half = patch / 2;

/// The sums of one image over all shifts.
struct Sums {
    explicit Sums(const GreyImage& grey)
        : weights(grey.width, grey.height),
          weighted(grey.width, grey.height),
          largest(grey.width, grey.height) {}

    Plane weights;
    Plane weighted;
    Plane largest;
};

/// Adds the image shifted by one vector; both images reach half a patch beyond the frame. `inverse`: minus
/// one over the tolerance and the pixels of a patch.
void addShift(Sums& sums, const cv::Mat& image, const cv::Mat& shifted, const Plane& inverse) {
    cv::Mat difference;
    cv::absdiff(image, shifted, difference);
    cv::Mat_<int> squares;
    cv::sqrBoxFilter(difference, squares, CV_32S, {patch, patch}, {-1, -1}, false, cv::BORDER_CONSTANT);
    const int width = inverse.width;
    cv::Mat_<double> weights(1, width);
    for (int y = 0; y < inverse.height; ++y) {
        const int* square = squares[y + half] + half;
        const double* factor = inverse.row(y);
        double* weight = weights[0];
        for (int x = 0; x < width; ++x)
            weight[x] = square[x] * factor[x];
        cv::exp(weights, weights);
        const std::uint8_t* value = shifted.ptr(y + half) + half;
        double* sum = sums.weights.row(y);
        double* weighted = sums.weighted.row(y);
        double* largest = sums.largest.row(y);
        for (int x = 0; x < width; ++x) {
            sum[x] += weight[x];
            weighted[x] += weight[x] * value[x];
            largest[x] = std::max(largest[x], weight[x]);
        }
    }
}

}  // namespace

GreyImage selfPrediction(const GreyImage& grey, const Plane& tolerance) {
    cv::Mat padded;
    constexpr int margin = reach + half;
    cv::copyMakeBorder(viewOf(grey), padded, margin, margin, margin, margin, cv::BORDER_REFLECT);
    const cv::Size patched(grey.width + 2 * half, grey.height + 2 * half);
    const cv::Mat image = padded(cv::Rect({reach, reach}, patched));
    Plane inverse(grey.width, grey.height);
    std::transform(
        tolerance.values.begin(), tolerance.values.end(), inverse.values.begin(), [](double value) {
            return -1.0 / (value * patch * patch);
        });
    Sums sums(grey);
    for (int dy = -reach; dy <= reach; ++dy)
        for (int dx = -reach; dx <= reach; ++dx)
            if (dx != 0 || dy != 0)
                addShift(sums, image, padded(cv::Rect({reach + dx, reach + dy}, patched)), inverse);

    GreyImage prediction(grey.width, grey.height);
    for (std::size_t i = 0; i < prediction.values.size(); ++i) {
        // The pixel itself counts like the one most like it. Where nothing is like it at all, every weight is
        // 0, which the authors' program turns into black.
        const double largest = sums.largest.values[i];
        const double weights = sums.weights.values[i] + largest;
        const double mean =
            weights > 0.0 ? (sums.weighted.values[i] + largest * grey.values[i]) / weights : 0.0;
        prediction.values[i] = static_cast<std::uint8_t>(std::lround(mean));
    }
    return prediction;
}

}  // namespace limen
