// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/orientation_count.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int bins = 16;
constexpr std::uint32_t plain = 1U << bins;
// Gradients are sums of three differences: 3 times the Prewitt gradient.
constexpr int leastSquare = 225;  // (3 * 5)^2

struct Direction {
    float sine;
    float cosine;
};

/// Where one bin ends and the next begins: angles are first rounded to whole degrees, then to steps of 12.
const std::array<Direction, bins - 1>& borders() {
    static const std::array<Direction, bins - 1> directions = [] {
        std::array<Direction, bins - 1> list{};
        for (int k = 1; k < bins; ++k) {
            const double angle = (12.0 * k - 96.5) * std::numbers::pi / 180.0;
            list[static_cast<std::size_t>(k - 1)] = {static_cast<float>(std::sin(angle)),
                                                     static_cast<float>(std::cos(angle))};
        }
        return list;
    }();
    return directions;
}

/// Sums of three differences along and across the rows, readable from x - 1 to x + 1.
struct Gradient {
    int horizontal;
    int vertical;
};

Gradient gradientAt(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, int x) {
    return {above[x + 1] - above[x - 1] + here[x + 1] - here[x - 1] + below[x + 1] - below[x - 1],
            below[x - 1] - above[x - 1] + below[x] - above[x] + below[x + 1] - above[x + 1]};
}

/// The image with one more pixel on each side, equal to the outermost.
cv::Mat framed(const GreyImage& grey) {
    cv::Mat padded;
    cv::copyMakeBorder(viewOf(grey), padded, 1, 1, 1, 1, cv::BORDER_REFLECT);
    return padded;
}

/// The bin of a direction is the number of borders that it has passed: the sign of the cross product. No
/// border meets a direction of whole numbers: of those an image can have (up to 3 x 255) none comes nearer
/// than 1.4e-4, and floats err by less than 1.1e-4. So no rounding decides.
template <std::size_t... K>
void countBorders(
    const float* gx, const float* gy, int width, float* __restrict bin, std::index_sequence<K...>) {
    const std::array<Direction, bins - 1> border = borders();
    for (int x = 0; x < width; ++x)
        bin[x] = (... + (border[K].cosine * gy[x] - border[K].sine * gx[x] >= 0.0F ? 1.0F : 0.0F));
}

/// Rows of work for one row of the image.
class OrientationRow {
public:
    explicit OrientationRow(int width)
        : m_width(width),
          m_x(static_cast<std::size_t>(width)),
          m_y(static_cast<std::size_t>(width)),
          m_bin(static_cast<std::size_t>(width)) {}

    /// One bit per pixel: that of its bin, or `plain`. The rows are readable from -1 to width.
    void compute(const std::uint8_t* above,
                 const std::uint8_t* here,
                 const std::uint8_t* below,
                 std::uint32_t* out) {
        static const auto halfDegree = static_cast<float>(std::tan(0.5 * std::numbers::pi / 180.0));
        const int width = m_width;
        float* gx = m_x.data();
        float* gy = m_y.data();
        for (int x = 0; x < width; ++x) {
            const auto [horizontal, vertical] = gradientAt(above, here, below, x);
            // Opposite directions are one orientation. As in the authors' program, directions that round to
            // +90 or -90 degrees stay apart.
            const auto across = static_cast<float>(horizontal);
            const auto along = static_cast<float>(vertical);
            const float sign = -across > halfDegree * std::abs(along) ? -1.0F : 1.0F;
            gx[x] = sign * across;
            gy[x] = sign * along;
        }
        float* bin = m_bin.data();
        countBorders(gx, gy, width, bin, std::make_index_sequence<bins - 1>{});
        for (int x = 0; x < width; ++x) {
            const bool isPlain = gx[x] * gx[x] + gy[x] * gy[x] < leastSquare;
            out[x] = isPlain ? plain : 1U << static_cast<unsigned>(bin[x]);
        }
    }

private:
    int m_width;
    std::vector<float> m_x;
    std::vector<float> m_y;
    std::vector<float> m_bin;
};

}  // namespace

Raster<std::uint8_t> orientationCount(const GreyImage& grey) {
    const int width = grey.width;
    const int height = grey.height;
    const cv::Mat padded = framed(grey);
    Raster<std::uint32_t> orientations(width, height);
    OrientationRow row(width);
    for (int y = 0; y < height; ++y)
        row.compute(padded.ptr(y) + 1, padded.ptr(y + 1) + 1, padded.ptr(y + 2) + 1, orientations.row(y));

    Raster<std::uint8_t> count(width, height);
    std::fill(count.values.begin(), count.values.end(), std::uint8_t{1});
    std::vector<std::uint32_t> seen(static_cast<std::size_t>(width));
    for (int y = 1; y + 1 < height; ++y) {
        const std::uint32_t* above = orientations.row(y - 1);
        const std::uint32_t* here = orientations.row(y);
        const std::uint32_t* below = orientations.row(y + 1);
        for (int x = 0; x < width; ++x)
            seen[static_cast<std::size_t>(x)] = above[x] | here[x] | below[x];
        std::uint8_t* out = count.row(y);
        for (int x = 1; x + 1 < width; ++x) {
            const auto at = static_cast<std::size_t>(x);
            if (here[x] != plain)
                out[x] = static_cast<std::uint8_t>(std::popcount(seen[at - 1] | seen[at] | seen[at + 1]));
        }
    }
    return count;
}

Plane prewittSquare(const GreyImage& grey) {
    const cv::Mat padded = framed(grey);
    Plane square(grey.width, grey.height);
    for (int y = 0; y < grey.height; ++y)
        for (int x = 0; x < grey.width; ++x) {
            const auto [horizontal, vertical] =
                gradientAt(padded.ptr(y) + 1, padded.ptr(y + 1) + 1, padded.ptr(y + 2) + 1, x);
            square.row(y)[x] = (horizontal * horizontal + vertical * vertical) / 9.0;
        }
    return square;
}

}  // namespace limen
