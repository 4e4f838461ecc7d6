// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/background_gradient.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <opencv2/core.hpp>

#include "hvs/raster_view.h"

namespace limen {

namespace {

constexpr int reach = 2;

/// Calls compute(rows, out) for every row of the result; rows[0..4] are the rows around it, each readable
/// from -2 to width + 1.
template <typename Compute>
IntRaster filterRows(const IntRaster& values, FrameRule frame, Compute compute) {
    cv::Mat padded;
    cv::copyMakeBorder(viewOf(values),
                       padded,
                       reach,
                       reach,
                       reach,
                       reach,
                       frame == FrameRule::Zero ? cv::BORDER_CONSTANT : cv::BORDER_REFLECT,
                       cv::Scalar(0));
    IntRaster result(values.width, values.height);
    for (int y = 0; y < values.height; ++y) {
        std::array<const std::int16_t*, 5> rows{};
        for (int k = 0; k < 5; ++k)
            rows[static_cast<std::size_t>(k)] = padded.ptr<std::int16_t>(y + k) + reach;
        compute(rows, result.row(y));
    }
    return result;
}

}  // namespace

IntRaster asIntegers(const GreyImage& grey) {
    IntRaster integers;
    integers.width = grey.width;
    integers.height = grey.height;
    integers.values.assign(grey.values.begin(), grey.values.end());
    return integers;
}

IntRaster backgroundSum(const IntRaster& values, FrameRule frame) {
    const int width = values.width;
    return filterRows(
        values, frame, [width](const std::array<const std::int16_t*, 5>& rows, std::int16_t* out) {
            const auto [r0, r1, r2, r3, r4] = rows;
            for (int x = 0; x < width; ++x) {
                // Ones everywhere, one more in the inner ring, none in the middle.
                const int outer = r0[x - 2] + r0[x - 1] + r0[x] + r0[x + 1] + r0[x + 2] + r1[x - 2] +
                                  r1[x + 2] + r2[x - 2] + r2[x + 2] + r3[x - 2] + r3[x + 2] + r4[x - 2] +
                                  r4[x - 1] + r4[x] + r4[x + 1] + r4[x + 2];
                const int inner =
                    r1[x - 1] + r1[x] + r1[x + 1] + r2[x - 1] + r2[x + 1] + r3[x - 1] + r3[x] + r3[x + 1];
                out[x] = static_cast<std::int16_t>(outer + 2 * inner);
            }
        });
}

IntRaster gradientSum(const IntRaster& values, FrameRule frame) {
    const int width = values.width;
    return filterRows(
        values, frame, [width](const std::array<const std::int16_t*, 5>& rows, std::int16_t* out) {
            const auto [r0, r1, r2, r3, r4] = rows;
            for (int x = 0; x < width; ++x) {
                const int horizontal = (r1[x - 2] - r3[x - 2]) + 3 * (r1[x - 1] - r3[x - 1]) +
                                       8 * (r1[x] - r3[x]) + 3 * (r1[x + 1] - r3[x + 1]) +
                                       (r1[x + 2] - r3[x + 2]);
                const int vertical = (r0[x - 1] - r0[x + 1]) + 3 * (r1[x - 1] - r1[x + 1]) +
                                     8 * (r2[x - 1] - r2[x + 1]) + 3 * (r3[x - 1] - r3[x + 1]) +
                                     (r4[x - 1] - r4[x + 1]);
                // The two diagonals share their middle column and have the middle row with opposite signs.
                const int column = (r0[x] - r4[x]) + 3 * (r1[x] - r3[x]);
                const int row = (r2[x - 2] - r2[x + 2]) + 3 * (r2[x - 1] - r2[x + 1]);
                const int falling = column + row + 8 * (r1[x - 1] - r3[x + 1]);
                const int rising = column - row + 8 * (r1[x + 1] - r3[x - 1]);
                out[x] =
                    static_cast<std::int16_t>(std::max(std::max(std::abs(horizontal), std::abs(vertical)),
                                                       std::max(std::abs(falling), std::abs(rising))));
            }
        });
}

}  // namespace limen
