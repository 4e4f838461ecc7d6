// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/job_context.h"

#include <algorithm>
#include <utility>

#include "base/cancellation.h"
#include "base/threads.h"

namespace limen {

namespace {

class SilentObserver final : public JobObserver {
public:
    void onProgress(const Progress&) override {}
    void onLog(LogLevel, const std::string&) override {}
};

}  // namespace

JobObserver::~JobObserver() = default;

void JobObserver::onMetric(const std::string&, std::int64_t, double) {}

JobObserver& silentObserver() {
    static SilentObserver observer;
    return observer;
}

JobContext::JobContext(JobObserver& observer, std::stop_token stop, RunOptions options)
    : m_observer(&observer), m_stop(std::move(stop)), m_options(std::move(options)) {}

JobContext JobContext::part(double from, double to) const {
    JobContext context = *this;
    const double span = m_to - m_from;
    context.m_from = m_from + span * std::clamp(from, 0.0, 1.0);
    context.m_to = m_from + span * std::clamp(to, 0.0, 1.0);
    return context;
}

void JobContext::progress(std::uint64_t done, std::uint64_t total, const std::string& what) const {
    const double inner =
        total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    m_observer->onProgress({what, done, total, m_from + (m_to - m_from) * inner});
}

void JobContext::throwIfStopped() const {
    limen::throwIfStopped(m_stop);
}

int JobContext::workers() const {
    return m_options.threads > 0 ? m_options.threads : usableCores();
}

}  // namespace limen
