// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/canny.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int reach = 6;
constexpr int taps = 2 * reach + 1;

struct Kernels {
    std::array<double, taps> smooth{};
    std::array<double, taps> derive{};
};

Kernels makeKernels() {
    Kernels kernels;
    double sum = 0.0;
    for (int i = 0; i < taps; ++i) {
        const double x = i - reach;
        sum += kernels.smooth[static_cast<std::size_t>(i)] = std::exp(-x * x / 4.0);  // 2 sigma^2
    }
    for (double& value : kernels.smooth)
        value /= sum;
    // MATLAB's gradient(): central differences, one-sided at both ends; then each sign sums to one.
    const auto& s = kernels.smooth;
    auto& d = kernels.derive;
    d[0] = s[1] - s[0];
    d[taps - 1] = s[taps - 1] - s[taps - 2];
    for (std::size_t i = 1; i + 1 < taps; ++i)
        d[i] = 0.5 * (s[i + 1] - s[i - 1]);
    double positive = 0.0;
    double negative = 0.0;
    for (const double value : d)
        (value > 0.0 ? positive : negative) += std::abs(value);
    for (double& value : d)
        value /= value > 0.0 ? positive : negative;
    return kernels;
}

struct Gradients {
    cv::Mat_<double> x;
    cv::Mat_<double> y;
    cv::Mat_<double> magnitude;
    double largest = 0.0;
};

Gradients gradientsOf(const GreyImage& grey) {
    static const Kernels kernels = makeKernels();
    const cv::Mat smooth(1, taps, CV_64F, const_cast<double*>(kernels.smooth.data()));
    const cv::Mat derive(1, taps, CV_64F, const_cast<double*>(kernels.derive.data()));
    Gradients g;
    const cv::Point centre(-1, -1);
    cv::sepFilter2D(viewOf(grey), g.x, CV_64F, derive, smooth, centre, 0.0, cv::BORDER_REPLICATE);
    cv::sepFilter2D(viewOf(grey), g.y, CV_64F, smooth, derive, centre, 0.0, cv::BORDER_REPLICATE);
    cv::magnitude(g.x, g.y, g.magnitude);
    cv::minMaxLoc(g.magnitude, nullptr, &g.largest);
    return g;
}

/// Whether the magnitude is no smaller than on both sides along the gradient, interpolated between the two
/// nearest of the eight neighbours.
bool isMaximum(const Gradients& g, int x, int y) {
    const double dx = g.x(y, x);
    const double dy = g.y(y, x);
    const bool steep = std::abs(dy) > std::abs(dx);
    const double share = steep ? std::abs(dx / dy) : std::abs(dy / dx);
    const int diagonal = (dx < 0.0) == (dy < 0.0) ? 1 : -1;
    const double here = g.magnitude(y, x);
    const auto isBelow = [&](int side) {
        const double straight = steep ? g.magnitude(y + side, x) : g.magnitude(y, x + side);
        const double corner =
            steep ? g.magnitude(y + side, x + side * diagonal) : g.magnitude(y + side * diagonal, x + side);
        return here >= straight * (1.0 - share) + corner * share;
    };
    return isBelow(1) && isBelow(-1);
}

}  // namespace

GreyImage cannyEdges(const GreyImage& grey, double threshold) {
    GreyImage edges(grey.width, grey.height);
    const Gradients g = gradientsOf(grey);
    const double strong = threshold * g.largest;
    const double weak = 0.4 * threshold * g.largest;
    constexpr std::uint8_t candidate = 1;
    constexpr std::uint8_t edge = 255;
    std::vector<cv::Point> open;
    for (int y = 1; y + 1 < grey.height; ++y) {
        const double* magnitude = g.magnitude[y];
        for (int x = 1; x + 1 < grey.width; ++x) {
            if (!(magnitude[x] > weak) || !isMaximum(g, x, y))
                continue;
            edges.row(y)[x] = candidate;
            if (magnitude[x] > strong)
                open.emplace_back(x, y);
        }
    }
    for (const cv::Point& start : open)
        edges.row(start.y)[start.x] = edge;
    while (!open.empty()) {
        const cv::Point from = open.back();
        open.pop_back();
        // The frame holds no candidates, so no neighbour is looked for beyond it.
        for (int y = from.y - 1; y <= from.y + 1; ++y)
            for (int x = from.x - 1; x <= from.x + 1; ++x) {
                std::uint8_t& pixel = edges.row(y)[x];
                if (pixel != candidate)
                    continue;
                pixel = edge;
                open.emplace_back(x, y);
            }
    }
    std::replace(edges.values.begin(), edges.values.end(), candidate, std::uint8_t{0});
    return edges;
}

}  // namespace limen
