// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>

#include "base/job_context.h"

namespace limen {

/// Rate and time left of a job, for whoever displays it (jobs themselves know no clock).
/// Uses the progress of the last 30 seconds, so that neither a slow start nor one slow item misleads.
class ProgressRate {
public:
    using Clock = std::chrono::steady_clock;

    void add(const Progress& progress, Clock::time_point now);
    /// Items per second of the current step; none before there is something to measure.
    std::optional<double> itemsPerSecond() const;
    /// Seconds until the whole job is done.
    std::optional<double> secondsLeft() const;

private:
    struct Sample {
        Clock::time_point time;
        double fraction;
        std::uint64_t done;
    };
    std::string m_what;
    double m_fraction = 0.0;
    std::deque<Sample> m_samples;
};

/// "2:52" or "1:02:07".
std::string formatDuration(double seconds);

}  // namespace limen
