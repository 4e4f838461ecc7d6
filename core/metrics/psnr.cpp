// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/psnr.h"

#include <cmath>
#include <limits>

#include "metrics/image_pair.h"

namespace limen {

double psnr(const RgbImage& reference, const RgbImage& test) {
    requireComparable(reference, test);
    std::uint64_t squares = 0;
    for (std::size_t i = 0; i < reference.pixels.size(); ++i) {
        const int difference = int{reference.pixels[i]} - int{test.pixels[i]};
        squares += static_cast<std::uint64_t>(difference * difference);
    }
    if (squares == 0)
        return std::numeric_limits<double>::infinity();
    const double mse = static_cast<double>(squares) / static_cast<double>(reference.pixels.size());
    return 10.0 * std::log10(255.0 * 255.0 / mse);
}

}  // namespace limen
