// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/ridge_regression.h"

#include <numeric>
#include <opencv2/core.hpp>

#include "base/error.h"

namespace limen {

double LinearFit::at(std::span<const float> row) const {
    return std::inner_product(row.begin(), row.end(), weights.begin(), double{bias});
}

LinearFit fitRidge(const std::vector<std::vector<float>>& rows,
                   std::span<const int> targets,
                   double strength) {
    if (rows.empty() || rows.size() != targets.size())
        throwBadInput("There is no face to learn from.", "Run `limen label` first.");
    if (!(strength > 0.0))
        throwBadInput("The strength of a ridge regression is above 0.");
    const auto faces = static_cast<double>(rows.size());
    const double mean = std::accumulate(targets.begin(), targets.end(), 0.0) / faces;
    const int columns = static_cast<int>(rows.front().size());
    cv::Mat x(static_cast<int>(rows.size()), columns, CV_64F), y(static_cast<int>(rows.size()), 1, CV_64F);
    for (int row = 0; row < x.rows; ++row) {
        const std::vector<float>& values = rows[static_cast<std::size_t>(row)];
        std::copy(values.begin(), values.end(), x.ptr<double>(row));
        y.at<double>(row) = targets[static_cast<std::size_t>(row)] - mean;
    }
    cv::Mat square, weights;
    cv::mulTransposed(x, square, /*aTa=*/true, cv::noArray(), 1.0 / faces);
    square += strength * cv::Mat::eye(columns, columns, CV_64F);
    cv::solve(square, x.t() * y / faces, weights, cv::DECOMP_CHOLESKY);
    return {{weights.begin<double>(), weights.end<double>()}, static_cast<float>(mean)};
}

}  // namespace limen
