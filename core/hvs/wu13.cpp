// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "hvs/background_gradient.h"
#include "hvs/canny.h"
#include "hvs/dark_adaptation.h"
#include "hvs/edge_guard.h"
#include "hvs/eye_model_makers.h"
#include "hvs/local_contrast.h"
#include "hvs/raster_view.h"
#include "hvs/self_prediction.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

constexpr int window = 7;

std::size_t levelOf(std::int16_t backgroundSum) {
    return static_cast<std::size_t>(backgroundSum / 32);
}

/// The contrast of a gradient for the eye: logarithmic, equal to it at 0 and 240 (Wu et al. 2013, eq. (9)).
const std::vector<double>& contrastTable() {
    static const std::vector<double> table = [] {
        std::vector<double> values;
        for (int sum = 0; sum <= 16 * 255; ++sum)
            values.push_back(80.0 * std::log10(1.0 + gradientScale * sum / 80.0) / std::log10(4.0));
        return values;
    }();
    return table;
}

/// Whether the standard deviation around a pixel is below 10. Where it is 10 exactly, the rounding of the
/// authors' program decides: it adds up rounded shares column by column, from the last pixel to the first.
bool isBelowTen(const GreyImage& grey, int x, int y, double variance) {
    if (std::abs(variance - 100.0) > 1e-9)
        return variance < 100.0;
    constexpr double share = 1.0 / (window * window);
    double mean = 0.0;
    double meanSquare = 0.0;
    for (int column = x + window / 2; column >= x - window / 2; --column)
        for (int row = y + window / 2; row >= y - window / 2; --row) {
            const bool isInside = column >= 0 && row >= 0 && column < grey.width && row < grey.height;
            const double value = isInside ? grey.at(column, row) : 0.0;
            mean += value * share;
            meanSquare += value * value * share;
        }
    return std::sqrt(meanSquare - mean * mean) < 10.0;
}

/// Free energy: what can be predicted of an image is masked by luminance and contrast, what cannot hides by
/// itself.
class Wu13 : public EyeModel {
public:
    explicit Wu13(FrameRule frame) : EyeModel(1.0), m_frame(frame) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        const Plane variance = localVariance(grey, window);
        const GreyImage prediction = selfPrediction(grey, toleranceOf(grey, variance));
        Plane map = orderlyThreshold(prediction);
        const Plane disorder = disorderlyThreshold(grey, prediction, variance);
        for (std::size_t i = 0; i < map.values.size(); ++i)
            map.values[i] = overlappingSum(map.values[i], disorder.values[i]);
        clearFrame(map);
        return map;
    }

    /// Squared difference of neighbourhoods that counts as alike: of the luminance threshold, at least 8;
    /// smaller where the image varies more than that.
    Plane toleranceOf(const GreyImage& grey, const Plane& variance) const {
        const IntRaster background = backgroundSum(asIntegers(grey), m_frame);
        Plane tolerance(grey.width, grey.height);
        for (std::size_t i = 0; i < tolerance.values.size(); ++i) {
            const double least = std::max(raisedLuminanceTable()[levelOf(background.values[i])], 8.0);
            const double deviation = std::sqrt(variance.values[i]);
            tolerance.values[i] = least * least * (deviation <= least ? 1.0 : least / deviation);
        }
        return tolerance;
    }

    Plane orderlyThreshold(const GreyImage& prediction) const {
        const IntRaster values = asIntegers(prediction);
        const IntRaster background = backgroundSum(values, m_frame);
        const IntRaster gradient = gradientSum(values, m_frame);
        const std::vector<double>& contrast = contrastTable();
        Plane threshold(prediction.width, prediction.height);
        for (std::size_t i = 0; i < threshold.values.size(); ++i) {
            const std::size_t level = levelOf(background.values[i]);
            const double masked = std::abs(gradientMasking(
                contrast[static_cast<std::size_t>(gradient.values[i])], static_cast<double>(level)));
            threshold.values[i] = overlappingSum(raisedLuminanceTable()[level], masked);
        }
        return threshold;
    }

    static Plane disorderlyThreshold(const GreyImage& grey,
                                     const GreyImage& prediction,
                                     const Plane& variance) {
        Plane residual(grey.width, grey.height);
        for (std::size_t i = 0; i < residual.values.size(); ++i)
            residual.values[i] = std::abs(grey.values[i] - prediction.values[i]);
        cv::Mat_<double> smooth;
        const cv::Mat kernel = cv::getGaussianKernel(window, window / 3.0, CV_64F);
        cv::sepFilter2D(viewOf(residual), smooth, CV_64F, kernel, kernel, {-1, -1}, 0.0, cv::BORDER_CONSTANT);
        const Plane guard =
            edgeGuard(cannyEdges(grey, 0.7),
                      {.shape = GuardShape::Disk2, .edgePercent = 20, .kernelSize = 5, .sigma = 0.8});
        for (int y = 0; y < grey.height; ++y) {
            const double* smoothed = smooth[y];
            double* out = residual.row(y);
            for (int x = 0; x < grey.width; ++x) {
                if (isBelowTen(grey, x, y, variance.at(x, y)))
                    out[x] = std::min(out[x], smoothed[x]);
                out[x] *= guard.at(x, y);
            }
        }
        return residual;
    }

    /// Neighbourhoods that the frame cuts say nothing. As in the authors' program, one more row and column at
    /// the end.
    static void clearFrame(Plane& map) {
        for (int y = 0; y < map.height; ++y)
            for (int x = 0; x < map.width; ++x)
                if (x < 2 || y < 2 || x + 3 >= map.width || y + 3 >= map.height)
                    map.row(y)[x] = 0.0;
    }

    FrameRule m_frame;
};

}  // namespace

std::unique_ptr<EyeModel> makeWu13(const EyeModelOptions& options) {
    return std::make_unique<Wu13>(options.frame);
}

}  // namespace limen
