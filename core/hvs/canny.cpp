// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/canny.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

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

/// Gradients of the last three rows: planes of them all would cost more time for their memory than for their
/// content.
struct Gradients {
    explicit Gradients(int width) : x(width, 3), y(width, 3), magnitude(width, 3) {}

    static int slot(int row) { return row % 3; }

    Plane x;
    Plane y;
    Plane magnitude;
};

using Rows = std::array<const std::uint8_t*, taps>;
using Distances = std::make_index_sequence<reach>;

/// One row, smoothed and derived across the rows. Both kernels are symmetric but for the sign, so that pixels
/// of equal distance share a product.
template <std::size_t... D>
void filterColumns(const Rows& rows,
                   int width,
                   double* __restrict smooth,
                   double* __restrict derived,
                   std::index_sequence<D...>) {
    static const Kernels kernels = makeKernels();
    const Rows r = rows;
    const auto& s = kernels.smooth;
    const auto& d = kernels.derive;
    for (int x = 0; x < width; ++x) {
        smooth[x] =
            s[reach] * r[reach][x] + (... + (s[reach + 1 + D] * (r[reach + 1 + D][x] + r[reach - 1 - D][x])));
        derived[x] = (... + (d[reach + 1 + D] * (r[reach + 1 + D][x] - r[reach - 1 - D][x])));
    }
}

/// The gradient from such rows, which are readable up to `reach` beyond both ends.
template <std::size_t... D>
void filterRows(const double* smooth,
                const double* derived,
                int width,
                double* __restrict gx,
                double* __restrict gy,
                double* __restrict square,
                std::index_sequence<D...>) {
    static const Kernels kernels = makeKernels();
    const auto& s = kernels.smooth;
    const auto& d = kernels.derive;
    for (int x = 0; x < width; ++x) {
        const double horizontal = (... + (d[reach + 1 + D] * (smooth[x + 1 + static_cast<int>(D)] -
                                                              smooth[x - 1 - static_cast<int>(D)])));
        const double vertical =
            s[reach] * derived[x] + (... + (s[reach + 1 + D] * (derived[x + 1 + static_cast<int>(D)] +
                                                                derived[x - 1 - static_cast<int>(D)])));
        gx[x] = horizontal;
        gy[x] = vertical;
        square[x] = horizontal * horizontal + vertical * vertical;
    }
}

/// Continues a row by its outermost values.
void extend(double* row, int width) {
    std::fill(row - reach, row, row[0]);
    std::fill(row + width, row + width + reach, row[width - 1]);
}

/// Computes the gradients of one row after the other.
class GradientRows {
public:
    explicit GradientRows(const GreyImage& grey)
        : m_grey(grey),
          m_smooth(static_cast<std::size_t>(grey.width) + 2 * reach),
          m_derived(m_smooth.size()) {}

    void compute(int y, Gradients& g) {
        const int width = m_grey.width;
        Rows rows{};
        for (int k = 0; k < taps; ++k)
            rows[static_cast<std::size_t>(k)] = m_grey.row(std::clamp(y + k - reach, 0, m_grey.height - 1));
        double* smooth = m_smooth.data() + reach;
        double* derived = m_derived.data() + reach;
        filterColumns(rows, width, smooth, derived, Distances{});
        extend(smooth, width);
        extend(derived, width);
        const int slot = Gradients::slot(y);
        double* square = g.magnitude.row(slot);
        filterRows(smooth, derived, width, g.x.row(slot), g.y.row(slot), square, Distances{});
        // Apart from the rest: a root may set errno, which keeps a loop from being vectorised.
        cv::Mat_<double> magnitude(1, width, square);
        cv::sqrt(magnitude, magnitude);
    }

private:
    const GreyImage& m_grey;
    std::vector<double> m_smooth;
    std::vector<double> m_derived;
};

struct Candidate {
    int x;
    int y;
    double magnitude;
};

/// Whether the magnitude is no smaller than on both sides along the gradient, interpolated between the two
/// nearest of the eight neighbours.
bool isMaximum(const Gradients& g, int x, int y) {
    const int row = Gradients::slot(y);
    const double dx = g.x.at(x, row);
    const double dy = g.y.at(x, row);
    const bool steep = std::abs(dy) > std::abs(dx);
    const double share = steep ? std::abs(dx / dy) : std::abs(dy / dx);
    const int diagonal = (dx < 0.0) == (dy < 0.0) ? 1 : -1;
    const double here = g.magnitude.at(x, row);
    const auto isBelow = [&](int side) {
        const double* corners = g.magnitude.row(Gradients::slot(steep ? y + side : y + side * diagonal));
        const double straight = steep ? corners[x] : g.magnitude.at(x + side, row);
        const double corner = corners[steep ? x + side * diagonal : x + side];
        return here >= straight * (1.0 - share) + corner * share;
    };
    return isBelow(1) && isBelow(-1);
}

/// All maxima above the lower threshold, `weakShare` of the largest gradient, and some below: while the rows
/// are read, the largest of the rows so far stands for it.
struct Maxima {
    std::vector<Candidate> candidates;
    double largest = 0.0;
};

Maxima maximaOf(const GreyImage& grey, double weakShare) {
    Maxima maxima;
    Gradients g(grey.width);
    GradientRows rows(grey);
    for (int y = 0; y < grey.height; ++y) {
        rows.compute(y, g);
        const double* newest = g.magnitude.row(Gradients::slot(y));
        maxima.largest = std::max(maxima.largest, *std::max_element(newest, newest + grey.width));
        if (y < 2)
            continue;
        const double weak = weakShare * maxima.largest;
        const double* magnitude = g.magnitude.row(Gradients::slot(y - 1));
        for (int x = 1; x + 1 < grey.width; ++x)
            if (magnitude[x] > weak && isMaximum(g, x, y - 1))
                maxima.candidates.push_back({x, y - 1, magnitude[x]});
    }
    return maxima;
}

}  // namespace

GreyImage cannyEdges(const GreyImage& grey, double threshold) {
    GreyImage edges(grey.width, grey.height);
    const double weakShare = 0.4 * threshold;
    const Maxima maxima = maximaOf(grey, weakShare);
    constexpr std::uint8_t candidate = 1;
    constexpr std::uint8_t edge = 255;
    std::vector<Candidate> open;
    for (const Candidate& maximum : maxima.candidates) {
        if (!(maximum.magnitude > weakShare * maxima.largest))
            continue;
        const bool isStrong = maximum.magnitude > threshold * maxima.largest;
        edges.row(maximum.y)[maximum.x] = isStrong ? edge : candidate;
        if (isStrong)
            open.push_back(maximum);
    }
    while (!open.empty()) {
        const Candidate from = open.back();
        open.pop_back();
        // The frame holds no candidates, so no neighbour is looked for beyond it.
        for (int y = from.y - 1; y <= from.y + 1; ++y)
            for (int x = from.x - 1; x <= from.x + 1; ++x) {
                std::uint8_t& pixel = edges.row(y)[x];
                if (pixel != candidate)
                    continue;
                pixel = edge;
                open.push_back({x, y, 0.0});
            }
    }
    std::replace(edges.values.begin(), edges.values.end(), candidate, std::uint8_t{0});
    return edges;
}

}  // namespace limen
