// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/local_contrast.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int bandRows = 32;  // few enough for their sums to stay in the cache

}  // namespace

struct LocalVarianceRows::State {
    int side = 0;
    int width = 0;
    int height = 0;
    cv::Mat framed;  ///< with zeros around the image
    int first = 0;   ///< row of the image of the first of the sums
    cv::Mat_<int> sums;
    cv::Mat_<int> squares;
    std::vector<double> row;

    void computeBand(int y) {
        const cv::Size window(side, side);
        const cv::Point centre(-1, -1);
        const int reach = side / 2;
        // A part of a matrix: the filters see the rows and columns around it.
        const cv::Mat band = framed(cv::Rect(reach, reach + y, width, std::min(bandRows, height - y)));
        cv::boxFilter(band, sums, CV_32S, window, centre, false, cv::BORDER_CONSTANT);
        cv::sqrBoxFilter(band, squares, CV_32S, window, centre, false, cv::BORDER_CONSTANT);
        first = y;
    }
};

LocalVarianceRows::LocalVarianceRows(const GreyImage& grey, int side) : m_state(std::make_unique<State>()) {
    m_state->side = side;
    m_state->width = grey.width;
    m_state->height = grey.height;
    const int reach = side / 2;
    cv::copyMakeBorder(
        viewOf(grey), m_state->framed, reach, reach, reach, reach, cv::BORDER_CONSTANT, cv::Scalar(0));
    m_state->row.resize(static_cast<std::size_t>(grey.width));
}

LocalVarianceRows::~LocalVarianceRows() = default;

double* LocalVarianceRows::row(int y) {
    State& state = *m_state;
    if (y < state.first || y >= state.first + state.sums.rows)
        state.computeBand(y);
    const int* sum = state.sums[y - state.first];
    const int* square = state.squares[y - state.first];
    double* out = state.row.data();
    const int count = state.side * state.side;
    const double scale = 1.0 / (static_cast<double>(count) * count);
    // In whole numbers until the end, so that it is exact and never below 0.
    for (int x = 0; x < state.width; ++x)
        out[x] = scale * (static_cast<double>(count) * square[x] - static_cast<double>(sum[x]) * sum[x]);
    return out;
}

Plane localVariance(const GreyImage& grey, int side) {
    LocalVarianceRows rows(grey, side);
    Plane variance(grey.width, grey.height);
    for (int y = 0; y < grey.height; ++y)
        std::copy_n(rows.row(y), grey.width, variance.row(y));
    return variance;
}

}  // namespace limen
