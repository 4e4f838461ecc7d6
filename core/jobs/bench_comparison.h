// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/job_context.h"
#include "jobs/bench_timing.h"
#include "jobs/plain_pytorch.h"

namespace limen {

/// Limen's way of doing something with a network, by precision, against plain PyTorch's in both memory
/// layouts, over rounds that alternate between them all.
class BenchComparison {
public:
    /// `repetitions`: of each in a round.
    BenchComparison(const PlainPytorch& plain, TimedWork work, int repetitions);

    /// Limen's; it must have warmed up.
    void add(const std::string& precision, std::function<void()> work);
    /// The alternative: asked once in each round. `onAnswer` sees each answer. Without it there is none.
    void compareWith(Json request, std::function<void(const Json& answer)> onAnswer);

    /// Throws Cancelled, and what the work throws.
    void run(int rounds, const std::string& what, const JobContext& context);

    /// `limen`: times by precision. `alternative`: times by layout, with `what` and `torch`; null with the
    /// `reason` where there is none. `speedup`: by precision and layout, how many times as long the
    /// alternative takes.
    Json json() const;

private:
    struct Way {
        std::function<void()> work;
        RoundTimes times;
    };
    const PlainPytorch& m_plain;
    TimedWork m_work;
    int m_repetitions;
    std::map<std::string, Way> m_limen;
    Json m_request;
    std::function<void(const Json&)> m_onAnswer;
    std::map<std::string, RoundTimes> m_layouts;
};

}  // namespace limen
