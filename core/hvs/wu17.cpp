// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "hvs/background_gradient.h"
#include "hvs/contrast_guard.h"
#include "hvs/dark_adaptation.h"
#include "hvs/eye_model_makers.h"
#include "hvs/local_contrast.h"
#include "hvs/luminance_table.h"
#include "hvs/orientation_count.h"
#include "hvs/raster_view.h"
#include "hvs/thresholds.h"

namespace limen {

namespace {

constexpr double publishedGain = 0.7;   // of the noise, in the authors' program
constexpr double luminanceShare = 0.7;  // of luminance adaptation, there too

/// Masking by contrast alone (Wu et al. 2017, eq. (10)); `square`: of the contrast.
double contrastMasking(double square) {
    return 0.115 * 16.0 * std::pow(square, 1.2) / (square + 26.0 * 26.0);
}

/// contrastMasking() of a contrast of 0..128, by cubic interpolation between 2049 of its values and slopes:
/// the power would take as long as all else. Off by less than 1e-8 for contrasts of images, which are 0 or at
/// least 0.19.
class ContrastMaskingTable {
public:
    ContrastMaskingTable() {
        for (int i = 0; i <= steps; ++i) {
            const double contrast = static_cast<double>(i) / perLevel;
            const double square = contrast * contrast;
            const double value = contrastMasking(square);
            const double slope =
                i == 0 ? 0.0 : value * (2.4 / contrast - 2.0 * contrast / (square + 26.0 * 26.0));
            m_nodes[static_cast<std::size_t>(i)] = {value, slope / perLevel};
        }
    }

    double at(double contrast) const {
        const double place = contrast * perLevel;
        const auto i = std::min(static_cast<std::size_t>(place), static_cast<std::size_t>(steps - 1));
        const double t = place - static_cast<double>(i);
        const Node& a = m_nodes[i];
        const Node& b = m_nodes[i + 1];
        const double difference = b.value - a.value;
        return a.value + t * (a.slope + t * (3.0 * difference - 2.0 * a.slope - b.slope +
                                             t * (a.slope + b.slope - 2.0 * difference)));
    }

private:
    static constexpr int perLevel = 16;
    static constexpr int steps = 128 * perLevel;
    struct Node {
        double value;
        double slope;
    };
    std::array<Node, steps + 1> m_nodes{};
};

/// Contrast of regions of one level, 0..255. The authors' program adds up 25 rounded shares of the level and
/// of its square, which leaves a variance of rounding errors; where it is above 0, its root shows in the
/// sixth decimal of the map.
const std::array<double, 256>& flatVariances() {
    static const std::array<double, 256> table = [] {
        std::array<double, 256> variances{};
        for (std::size_t level = 0; level < variances.size(); ++level) {
            const double value = static_cast<double>(level);
            double mean = 0.0;
            double meanSquare = 0.0;
            for (int i = 0; i < 25; ++i) {
                mean += value * (1.0 / 25.0);
                meanSquare += value * value * (1.0 / 25.0);
            }
            variances[level] = std::max(0.0, meanSquare - mean * mean);
        }
        return variances;
    }();
    return table;
}

/// The contrast of a pixel: the deviation of the 5x5 pixels around it, 0 in the frame of two pixels.
class ContrastRows {
public:
    explicit ContrastRows(const GreyImage& grey) : m_grey(grey), m_variances(grey, 5) {}

    const double* row(int y) {
        double* row = m_variances.row(y);
        const int width = m_grey.width;
        if (y < 2 || y + 2 >= m_grey.height) {
            std::fill_n(row, width, 0.0);
            return row;
        }
        const std::array<double, 256>& flat = flatVariances();
        const std::uint8_t* grey = m_grey.row(y);
        for (int x = 0; x < width; ++x)
            if (row[x] == 0.0)
                row[x] = flat[grey[x]];
        std::fill_n(row, std::min(2, width), 0.0);
        std::fill_n(row + std::max(0, width - 2), std::min(2, width), 0.0);
        // Apart from the rest: a root may set errno, which keeps a loop from being vectorised.
        cv::Mat_<double> contrast(1, width, row);
        cv::sqrt(contrast, contrast);
        return row;
    }

private:
    const GreyImage& m_grey;
    LocalVarianceRows m_variances;
};

/// Masking by the complexity of a pattern (Wu et al. 2017, eq. (8)) over smoothed counts of orientations. A
/// smoothed count depends on three whole numbers alone, so all are computed once.
class PatternMasking {
public:
    PatternMasking() {
        const cv::Mat_<double> line = cv::getGaussianKernel(3, 1.0, CV_64F);
        const double outer = line(0);
        const double middle = line(1);
        m_table.resize(sums * sums * counts);
        for (std::size_t corners = 0; corners < sums; ++corners)
            for (std::size_t sides = 0; sides < sums; ++sides)
                for (std::size_t centre = 0; centre < counts; ++centre) {
                    const double smoothed = outer * outer * static_cast<double>(corners) +
                                            outer * middle * static_cast<double>(sides) +
                                            middle * middle * static_cast<double>(centre);
                    m_table[(corners * sums + sides) * counts + centre] =
                        0.3 * std::pow(smoothed, 2.7) / (smoothed * smoothed + 1.0);
                }
    }

    /// Rows of counts around a pixel, readable from x - 1 to x + 1.
    double at(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, int x) const {
        const auto corners =
            static_cast<std::size_t>(above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1]);
        const auto sides = static_cast<std::size_t>(above[x] + here[x - 1] + here[x + 1] + below[x]);
        return m_table[(corners * sums + sides) * counts + here[x]];
    }

private:
    static constexpr std::size_t sums = 4 * 9 + 1;
    static constexpr std::size_t counts = 9 + 1;
    std::vector<double> m_table;
};

class Wu17 : public EyeModel {
public:
    explicit Wu17(const EyeModelOptions& options) : EyeModel(publishedGain), m_options(options) {}

private:
    Plane computeMap(const GreyImage& grey) const override {
        return m_options.variant == EyeModelVariant::Author ? asProgram(grey) : asPaper(grey);
    }

    Plane asProgram(const GreyImage& grey) const {
        static const PatternMasking patternMasking;
        static const ContrastMaskingTable contrastMaskingTable;
        const std::array<double, 256>& luminance = raisedLuminanceTable();
        const IntRaster background = backgroundSum(asIntegers(grey), m_options.frame);
        ContrastRows contrasts(grey);
        cv::Mat counts;
        cv::copyMakeBorder(
            viewOf(orientationCount(grey)), counts, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
        Plane map = highContrastGuard(grey);
        for (int y = 0; y < grey.height; ++y) {
            const std::uint8_t* above = counts.ptr(y) + 1;
            const std::uint8_t* here = counts.ptr(y + 1) + 1;
            const std::uint8_t* below = counts.ptr(y + 2) + 1;
            const double* contrast = contrasts.row(y);
            const std::int16_t* backgrounds = background.row(y);
            double* out = map.row(y);
            for (int x = 0; x < grey.width; ++x) {
                const double pattern = contrast[x] * patternMasking.at(above, here, below, x) * out[x];
                const double adapted =
                    luminanceShare * luminance[static_cast<std::size_t>(backgrounds[x] / 32)];
                out[x] = overlappingSum(adapted, std::max(contrastMaskingTable.at(contrast[x]), pattern));
            }
        }
        return map;
    }

    /// As printed: contrast is the Prewitt gradient, counts are not smoothed, edges are not spared, and
    /// luminance adaptation counts in full.
    Plane asPaper(const GreyImage& grey) const {
        const std::vector<double>& luminance = luminanceTable();
        const IntRaster background = backgroundSum(asIntegers(grey), m_options.frame);
        const Raster<std::uint8_t> counts = orientationCount(grey);
        Plane map = prewittSquare(grey);
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const double square = map.values[i];
            const double count = counts.values[i];
            const double complexity = 0.8 * std::pow(count, 2.7) / (count * count + 0.1 * 0.1);
            const double pattern = std::log2(1.0 + std::sqrt(square)) * complexity;
            const double adapted = luminance[static_cast<std::size_t>(background.values[i])];
            map.values[i] = overlappingSum(adapted, std::max(contrastMasking(square), pattern));
        }
        return map;
    }

    EyeModelOptions m_options;
};

}  // namespace

std::unique_ptr<EyeModel> makeWu17(const EyeModelOptions& options) {
    return std::make_unique<Wu17>(options);
}

}  // namespace limen
