// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <memory>
#include <vector>

#include "study/job_history.h"
#include "ui/jobs/job_runner.h"

namespace limen {

enum class JobState {
    Queued,
    Running,
    Cancelling,
    Succeeded,
    SomeItemsFailed,
    Cancelled,
    Failed,
    Unfinished,  ///< from a study's history: killed, or running in another program
};

QString jobStateText(JobState state);
bool isActive(JobState state);  ///< queued, running or cancelling

/// A job of this session or of the open study's history.
struct JobEntry {
    int id = 0;
    Job job;
    Json params;
    RunOptions options;
    JobState state = JobState::Queued;
    bool fromHistory = false;
    QDateTime started;
    JobProgress progress;
    std::vector<JobLogLine> log;
    int droppedLines = 0;
    Outcome outcome;
};

/// The jobs of the window, one running at a time: two heavy jobs would share the same cores and both be
/// slower.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(QObject* parent = nullptr);
    ~JobQueue() override;

    /// Runs the job when those before it are done. Returns the entry's id.
    int enqueue(const Job& job, const Json& params, const RunOptions& options = {});
    void cancel(int id);
    void cancelAll();
    /// Removes finished jobs of this session from the list.
    void clearFinished();
    /// Shows a study's history before the jobs of this session.
    void setHistory(const std::vector<JobRecord>& records);

    const std::vector<std::unique_ptr<JobEntry>>& entries() const { return m_entries; }
    const JobEntry* find(int id) const;
    bool hasActiveJobs() const;
    const JobEntry* running() const { return m_runner ? find(m_runningId) : nullptr; }

Q_SIGNALS:
    /// The list is about to change in length or order, and has.
    void aboutToReset();
    void reset();
    void changed(int id);
    void logAdded(int id, const std::vector<limen::JobLogLine>& lines);
    void started(int id);
    void finished(int id);

private:
    JobEntry* entry(int id);
    void startNext();
    void onFinished();

    std::vector<std::unique_ptr<JobEntry>> m_entries;
    std::unique_ptr<JobRunner> m_runner;
    int m_runningId = 0;
    int m_lastId = 0;
};

}  // namespace limen
