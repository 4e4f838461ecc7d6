// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cmath>

namespace limen {

/// Luminance adaptation: the threshold over a background of 0..255 (Chou & Li 1995, eq. (3)).
inline double luminanceThreshold(double background) {
    return background <= 127.0 ? 17.0 * (1.0 - std::sqrt(background / 127.0)) + 3.0
                               : 3.0 / 128.0 * (background - 127.0) + 3.0;
}

/// Masking by a gradient over a background (Chou & Li 1995, eq. (2), lambda = 1/2); may be negative.
inline double gradientMasking(double gradient, double background) {
    return gradient * (0.0001 * background + 0.115) + 0.5 - 0.01 * background;
}

/// Two thresholds that overlap in part (nonlinear additivity model: Yang et al. 2005, eq. (2)).
inline double overlappingSum(double a, double b) {
    return a + b - 0.3 * std::min(a, b);
}

}  // namespace limen
