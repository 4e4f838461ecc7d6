// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/bench_comparison.h"

#include <utility>

namespace limen {

namespace {

constexpr const char* layouts[] = {"default", "channels_last"};

}  // namespace

BenchComparison::BenchComparison(const PlainPytorch& plain, TimedWork work, int repetitions)
    : m_plain(plain), m_work(work), m_repetitions(repetitions) {}

void BenchComparison::add(const std::string& precision, std::function<void()> work) {
    m_limen[precision].work = std::move(work);
}

void BenchComparison::compareWith(Json request, std::function<void(const Json& answer)> onAnswer) {
    m_request = std::move(request);
    m_request["layouts"] = layouts;
    m_request["repetitions"] = m_repetitions;
    m_onAnswer = std::move(onAnswer);
}

void BenchComparison::run(int rounds, const std::string& what, const JobContext& context) {
    const bool compared = m_plain.missing().empty() && !m_request.is_null();
    const std::size_t ways = m_limen.size() + (compared ? 1 : 0);
    std::uint64_t done = 0;
    const auto next = [&] {
        context.throwIfStopped();
        context.progress(done++, static_cast<std::uint64_t>(rounds) * ways, what);
    };
    for (int round = 0; round < rounds; ++round) {  // alternating, so that a busy moment meets every way
        for (auto& [precision, way] : m_limen) {
            next();
            way.times.measure(m_repetitions, [&context, &work = way.work] {
                context.throwIfStopped();
                work();
            });
        }
        if (!compared)
            continue;
        next();
        const Json answer = m_plain.ask(m_request);
        m_onAnswer(answer);
        for (const char* layout : layouts)
            m_layouts[layout].add(answer.at(layout).at("ms").get<double>(),
                                  answer.at(layout).at("cpu_ms").get<double>());
    }
}

Json BenchComparison::json() const {
    Json result;
    for (const auto& [precision, way] : m_limen)
        result["limen"][precision] = way.times.json(m_work);
    if (!m_limen.contains("bf16")) {
        result["limen"]["bf16"] = nullptr;
        result["bf16_reason"] = "this processor does not compute in bf16";
    }
    if (m_layouts.empty()) {
        result["alternative"] = nullptr;
        result["reason"] = m_plain.missing();
        return result;
    }
    result["alternative"] = {{"what", "the same network in Python, as one writes it in PyTorch, fp32"},
                             {"torch", m_plain.version()}};
    for (const auto& [layout, times] : m_layouts) {
        result["alternative"][layout] = times.json(m_work);
        for (const auto& [precision, way] : m_limen)
            result["speedup"][precision][layout] = timesAsLong(times, way.times);
    }
    return result;
}

}  // namespace limen
