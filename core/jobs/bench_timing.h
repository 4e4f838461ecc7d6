// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <vector>

#include "base/json.h"

namespace limen {

/// The middle of the sorted values (the upper one of an even count). `values` must not be empty.
double median(std::vector<double> values);

/// Milliseconds that this process and the children it has waited for have computed: what something costs also
/// while the machine does other things.
double computedMilliseconds();

/// What is timed at once.
struct TimedWork {
    const char* unit;  ///< that its time is told for: "step", "face"
    int units = 1;
    int images = 1;
};

/// Milliseconds of one way of doing something, one value for each round.
class RoundTimes {
public:
    /// Does `work` so often, and adds what each time took on average.
    void measure(int repetitions, const std::function<void()>& work);
    /// `milliseconds` by the clock, `computed` of processors.
    void add(double milliseconds, double computed);

    double milliseconds() const { return median(m_milliseconds); }
    double computed() const { return median(m_computed); }
    /// `ms_per_UNIT` and `cpu_ms_per_UNIT`, medians over the rounds, `images_per_second` by the clock, and
    /// `rounds`, all milliseconds by the clock.
    Json json(const TimedWork& work) const;

private:
    std::vector<double> m_milliseconds, m_computed;
};

/// How many times as long `slow` takes as `fast`: `ratio` by the clock, `cpu_ratio` of processors.
Json timesAsLong(const RoundTimes& slow, const RoundTimes& fast);

}  // namespace limen
