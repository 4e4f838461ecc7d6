// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/progress_rate.h"
#include "jobs/job.h"

namespace limen {

/// What a running job shows.
struct JobProgress {
    Progress progress;
    std::optional<double> itemsPerSecond;
    std::optional<double> secondsLeft;
    double elapsedSeconds = 0.0;
};

struct JobLogLine {
    LogLevel level = LogLevel::Info;
    QString text;
};

/// Runs one job once, on a thread of its own, and tells the window's thread about it at most some ten times a
/// second however often the job reports. Destroying a runner stops the job and waits for it.
class JobRunner : public QObject, private JobObserver {
    Q_OBJECT
public:
    JobRunner(const Job& job, Json params, const RunOptions& options, QObject* parent = nullptr);
    ~JobRunner() override;

    void start();
    /// Asks the job to stop; it does so at its next item.
    void cancel();
    bool isRunning() const { return m_running; }
    /// Valid after finished().
    const Outcome& outcome() const { return m_outcome; }

Q_SIGNALS:
    void progressed(const limen::JobProgress& progress);
    /// Oldest first; lines that came faster than they can be shown are counted, not kept.
    void logged(const std::vector<limen::JobLogLine>& lines, int dropped);
    void finished();

private:
    void onProgress(const Progress& progress) override;
    void onLog(LogLevel level, const std::string& message) override;
    void announce(std::unique_lock<std::mutex> lock);
    void deliver();
    void finish();

    Job m_job;
    Json m_params;
    RunOptions m_options;
    QElapsedTimer m_elapsed;
    QTimer m_deliveryTimer;
    ProgressRate m_rate;
    Outcome m_outcome;
    bool m_running = false;

    std::mutex m_mutex;  // guards what the job has reported and nobody has fetched yet
    std::optional<Progress> m_newProgress;
    std::deque<JobLogLine> m_newLines;
    int m_droppedLines = 0;
    bool m_announced = false;
    std::optional<Outcome> m_newOutcome;

    std::jthread m_thread;  // last: joined before the members above die
};

}  // namespace limen
