// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/ssim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "hvs/raster.h"
#include "hvs/raster_view.h"
#include "metrics/image_pair.h"

namespace limen {

namespace {

constexpr int margin = ssimWindow / 2;
constexpr double c1 = (0.01 * 255.0) * (0.01 * 255.0);
constexpr double c2 = (0.03 * 255.0) * (0.03 * 255.0);
constexpr int bandRows = 64;  ///< computed at once, so that large images need little memory

struct SsimMeans {
    double whole = 0.0;
    double structure = 0.0;  ///< of the term of contrast and structure alone
};

/// Weighted means through the window, for the valid area alone.
cv::Mat_<double> windowMeans(const cv::Mat& values) {
    static const cv::Mat kernel = cv::getGaussianKernel(ssimWindow, 1.5, CV_64F);
    cv::Mat means;
    cv::sepFilter2D(values, means, CV_64F, kernel, kernel);
    return means(cv::Range(margin, means.rows - margin), cv::Range(margin, means.cols - margin));
}

/// Adds up both terms over the valid area of a band.
void addBand(const cv::Mat& x, const cv::Mat& y, SsimMeans& sums) {
    const cv::Mat_<double> meanX = windowMeans(x);
    const cv::Mat_<double> meanY = windowMeans(y);
    const cv::Mat_<double> meanXX = windowMeans(x.mul(x));
    const cv::Mat_<double> meanYY = windowMeans(y.mul(y));
    const cv::Mat_<double> meanXY = windowMeans(x.mul(y));
    for (int row = 0; row < meanX.rows; ++row)
        for (int column = 0; column < meanX.cols; ++column) {
            const double mx = meanX(row, column);
            const double my = meanY(row, column);
            const double varianceX = meanXX(row, column) - mx * mx;
            const double varianceY = meanYY(row, column) - my * my;
            const double covariance = meanXY(row, column) - mx * my;
            // Wang 2004, eq. (13)
            const double structure = (2.0 * covariance + c2) / (varianceX + varianceY + c2);
            sums.structure += structure;
            sums.whole += structure * (2.0 * mx * my + c1) / (mx * mx + my * my + c1);
        }
}

SsimMeans ssimMeans(const Plane& reference, const Plane& test) {
    const cv::Mat x = viewOf(reference);
    const cv::Mat y = viewOf(test);
    const int rows = x.rows - 2 * margin;
    SsimMeans means;
    for (int first = 0; first < rows; first += bandRows) {
        const cv::Range band(first, std::min(first + bandRows, rows) + 2 * margin);
        // Copies: filters look beyond the rows of a part of a matrix.
        addBand(x.rowRange(band).clone(), y.rowRange(band).clone(), means);
    }
    const double count = static_cast<double>(rows) * (x.cols - 2 * margin);
    return {means.whole / count, means.structure / count};
}

Plane greyPlane(const RgbImage& image) {
    const GreyImage grey = greyOf(image);
    Plane plane(grey.width, grey.height);
    std::copy(grey.values.begin(), grey.values.end(), plane.values.begin());
    return plane;
}

Plane halved(const Plane& plane) {
    Plane half((plane.width + 1) / 2, (plane.height + 1) / 2);
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x) {
            const int right = std::min(2 * x + 1, plane.width - 1);
            const int below = std::min(2 * y + 1, plane.height - 1);
            half.row(y)[x] = (plane.at(2 * x, 2 * y) + plane.at(right, 2 * y) + plane.at(2 * x, below) +
                              plane.at(right, below)) /
                             4.0;
        }
    return half;
}

}  // namespace

double ssim(const RgbImage& reference, const RgbImage& test) {
    requireComparable(reference, test);
    requireSide(reference, ssimWindow, "SSIM");
    return ssimMeans(greyPlane(reference), greyPlane(test)).whole;
}

double msSsim3(const RgbImage& reference, const RgbImage& test) {
    requireComparable(reference, test);
    requireSide(reference, msSsim3Side, "MS-SSIM-3");
    constexpr std::array weights = {0.0448, 0.2856, 0.3001};  // Wang 2003, section 3.2
    constexpr double sum = weights[0] + weights[1] + weights[2];
    Plane x = greyPlane(reference);
    Plane y = greyPlane(test);
    double product = 1.0;
    for (std::size_t scale = 0; scale < weights.size(); ++scale) {
        if (scale > 0) {
            x = halved(x);
            y = halved(y);
        }
        const SsimMeans means = ssimMeans(x, y);
        const double term = scale + 1 == weights.size() ? means.whole : means.structure;
        product *= std::pow(std::max(0.0, term), weights[scale] / sum);
    }
    return product;
}

}  // namespace limen
