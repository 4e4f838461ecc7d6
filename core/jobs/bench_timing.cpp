// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/bench_timing.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <algorithm>
#include <chrono>

namespace limen {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double computedMilliseconds() {
    double sum = 0.0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        ::getrusage(who, &usage);
        for (const timeval& time : {usage.ru_utime, usage.ru_stime})
            sum += static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    }
    return sum;
}

void RoundTimes::measure(int repetitions, const std::function<void()>& work) {
    using Clock = std::chrono::steady_clock;
    const double before = computedMilliseconds();
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < repetitions; ++i)
        work();
    add(std::chrono::duration<double, std::milli>(Clock::now() - start).count() / repetitions,
        (computedMilliseconds() - before) / repetitions);
}

void RoundTimes::add(double milliseconds, double computed) {
    m_milliseconds.push_back(milliseconds);
    m_computed.push_back(computed);
}

Json RoundTimes::json(const TimedWork& work) const {
    Json rounds = Json::array();
    for (const double value : m_milliseconds)
        rounds.push_back(value / work.units);
    return {{fmt::format("ms_per_{}", work.unit), milliseconds() / work.units},
            {fmt::format("cpu_ms_per_{}", work.unit), computed() / work.units},
            {"images_per_second", 1000.0 * work.images / milliseconds()},
            {"rounds", std::move(rounds)}};
}

Json timesAsLong(const RoundTimes& slow, const RoundTimes& fast) {
    return {{"ratio", slow.milliseconds() / fast.milliseconds()},
            {"cpu_ratio", slow.computed() / fast.computed()}};
}

}  // namespace limen
