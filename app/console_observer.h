// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "base/job_context.h"
#include "base/json.h"
#include "base/progress_rate.h"

namespace limen {

/// Shows a job's progress on standard error: a line that rewrites itself on a terminal, a line now and then
/// elsewhere, JSON lines on request.
class ConsoleObserver final : public JobObserver {
public:
    ConsoleObserver(std::string job, bool json);

    void onProgress(const Progress& progress) override;
    void onLog(LogLevel level, const std::string& message) override;
    void onMetric(const std::string& name, std::int64_t step, double value) override;
    /// Ends the rewriting line.
    void finish();

private:
    std::string lineFor(const Progress& progress) const;
    Json objectFor(const Progress& progress) const;
    void clearLine();

    std::string m_job;
    bool m_json;
    bool m_terminal;
    bool m_plainText;    // neither JSON nor a terminal
    std::mutex m_mutex;  // guards everything below
    ProgressRate m_rate;
    std::chrono::steady_clock::time_point m_lastShown;
    std::string m_lastWhat;
    bool m_lineShown = false;
    bool m_spoken = false;
};

}  // namespace limen
