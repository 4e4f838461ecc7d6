// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace limen {

/// One axis of a chart: its range, scale and ticks.
struct ChartAxis {
    std::string title;  ///< with unit: "JND point (QP)"
    double from = 0.0;  ///< at the left or the bottom; may be greater than `to`
    double to = 1.0;
    bool logarithmic = false;   ///< then both ends are positive
    std::vector<double> ticks;  ///< in any order; chosen by niceTicks() or logTicks()
    /// Words in place of the numbers of some ticks.
    std::vector<std::pair<double, std::string>> words = {};

    /// 0 at `from`, 1 at `to`.
    double share(double value) const;
    /// What stands at a tick.
    std::string textAt(double tick) const;
};

/// About `count` round values (1, 2, 2.5 or 5 times a power of ten) inside the range.
std::vector<double> niceTicks(double from, double to, int count);
/// 1, 2 and 5 times powers of ten inside the range; only the powers where it spans many.
std::vector<double> logTicks(double from, double to);

/// An axis from `lowest` to `highest`, widened to round values.
ChartAxis linearAxis(const std::string& title, double lowest, double highest);
/// An axis over positive values, widened a little.
ChartAxis logAxis(const std::string& title, double lowest, double highest);

/// "0.05", "20": as few digits as needed.
std::string tickText(double value);

}  // namespace limen
