// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/chart_axis.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

double niceStep(double span, int count) {
    const double rough = span / std::max(1, count);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= rough * (1.0 - 1e-9))
            return factor * power;
    return 10.0 * power;
}

}  // namespace

double ChartAxis::share(double value) const {
    if (logarithmic)
        return std::log(value / from) / std::log(to / from);
    return (value - from) / (to - from);
}

std::string ChartAxis::textAt(double tick) const {
    for (const auto& [value, word] : words)
        if (value == tick)
            return word;
    return tickText(tick);
}

std::vector<double> niceTicks(double from, double to, int count) {
    const double low = std::min(from, to);
    const double high = std::max(from, to);
    if (!(high > low))
        return {low};
    const double step = niceStep(high - low, count);
    std::vector<double> ticks;
    const double slack = 1e-9 * (high - low);
    for (double i = std::ceil((low - slack) / step); i * step <= high + slack; ++i)
        ticks.push_back(i * step);
    return ticks;
}

std::vector<double> logTicks(double from, double to) {
    const double low = std::min(from, to);
    const double high = std::max(from, to);
    const bool dense = high / low < 1e4;
    std::vector<double> ticks;
    for (double power = std::pow(10.0, std::floor(std::log10(low))); power <= high * 1.0001; power *= 10.0)
        for (const double factor : {1.0, 2.0, 5.0})
            if ((dense || factor == 1.0) && factor * power >= low * 0.9999 && factor * power <= high * 1.0001)
                ticks.push_back(factor * power);
    return ticks;
}

ChartAxis linearAxis(const std::string& title, double lowest, double highest) {
    if (!(highest > lowest))
        highest = lowest + 1.0;
    constexpr int count = 5;
    const double step = niceStep(highest - lowest, count);
    ChartAxis axis{
        title, std::floor(lowest / step + 1e-9) * step, std::ceil(highest / step - 1e-9) * step, false, {}};
    axis.ticks = niceTicks(axis.from, axis.to, count);
    return axis;
}

ChartAxis logAxis(const std::string& title, double lowest, double highest) {
    ChartAxis axis{title, lowest / 1.1, highest * 1.1, true, {}};
    axis.ticks = logTicks(axis.from, axis.to);
    return axis;
}

std::string tickText(double value) {
    const double clean = std::abs(value) < 1e-12 ? 0.0 : value;
    return fmt::format("{:.6g}", clean);
}

}  // namespace limen
