// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/frechet_distance.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "base/error.h"

namespace limen {

namespace {

struct Moments {
    cv::Mat_<double> mean;        ///< 1 x features
    cv::Mat_<double> covariance;  ///< features x features
};

Moments momentsOf(const FeatureSet& set, std::size_t length) {
    if (set.size() < 2)
        throwBadInput(
            fmt::format("The Frechet distance compares sets of images; one of these has {}.", set.size()),
            "Take at least two images, better more than there are features.");
    cv::Mat_<double> rows(static_cast<int>(set.size()), static_cast<int>(length));
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (set[i].size() != length)
            throwBadInput(
                fmt::format("Features of {} and of {} values cannot be compared.", length, set[i].size()));
        for (std::size_t j = 0; j < length; ++j) {
            const auto value = static_cast<double>(set[i][j]);
            if (!std::isfinite(value))
                throwBadInput("A feature is not a finite number.",
                              "Check that the network and its card belong together.");
            rows(static_cast<int>(i), static_cast<int>(j)) = value;
        }
    }
    Moments moments;
    cv::reduce(rows, moments.mean, 0, cv::REDUCE_AVG);
    cv::mulTransposed(rows, moments.covariance, true, moments.mean, 1.0 / static_cast<double>(rows.rows - 1));
    return moments;
}

/// The symmetric root of a symmetric matrix without negative eigenvalues but for rounding.
cv::Mat_<double> rootOf(const cv::Mat_<double>& matrix) {
    cv::Mat_<double> values;
    cv::Mat_<double> vectors;  // in rows
    cv::eigen(matrix, values, vectors);
    cv::Mat_<double> scaled = vectors.clone();
    for (int i = 0; i < scaled.rows; ++i)
        scaled.row(i) *= std::sqrt(std::max(0.0, values(i)));
    return cv::Mat(vectors.t() * scaled);
}

/// Tr((A B)^(1/2)) as the sum of the roots of the eigenvalues of A^(1/2) B A^(1/2), which is symmetric.
double traceOfRoot(const cv::Mat_<double>& a, const cv::Mat_<double>& b) {
    const cv::Mat_<double> root = rootOf(a);
    const cv::Mat product = root * b * root;
    cv::Mat_<double> values;
    cv::eigen((product + product.t()) / 2.0, values);
    double sum = 0.0;
    for (const double value : values)
        sum += std::sqrt(std::max(0.0, value));
    return sum;
}

}  // namespace

FrechetDistance frechetDistance(const FeatureSet& reference, const FeatureSet& test) {
    const std::size_t length = reference.empty() ? 0 : reference.front().size();
    const Moments a = momentsOf(reference, length);
    const Moments b = momentsOf(test, length);
    const double means = cv::norm(a.mean, b.mean, cv::NORM_L2SQR);
    const double traces = cv::trace(a.covariance)[0] + cv::trace(b.covariance)[0];
    FrechetDistance result;
    // Rounding may leave less than nothing between equal sets.
    result.distance = std::max(0.0, means + traces - 2.0 * traceOfRoot(a.covariance, b.covariance));
    result.referenceCount = reference.size();
    result.testCount = test.size();
    result.fewImages = std::min(reference.size(), test.size()) <= length;
    return result;
}

}  // namespace limen
