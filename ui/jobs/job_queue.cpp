// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_queue.h"

#include <algorithm>

#include "jobs/command_line_text.h"

namespace limen {

namespace {

constexpr std::size_t logCap = 5000;
/// A job of this session reaches the study's history with a time of its own, a moment later.
constexpr qint64 sameStartSeconds = 5;

JobState stateOf(const Outcome& outcome) {
    switch (outcome.state) {
        case Outcome::State::Succeeded:
            return JobState::Succeeded;
        case Outcome::State::SomeItemsFailed:
            return JobState::SomeItemsFailed;
        case Outcome::State::Cancelled:
            return JobState::Cancelled;
        case Outcome::State::Failed:
            return JobState::Failed;
    }
    return JobState::Failed;
}

/// The history keeps how a job ended as text (JobRecord::outcome).
JobState stateOf(const JobRecord& record) {
    if (record.finished.empty())
        return JobState::Unfinished;
    if (record.outcome == "succeeded")
        return JobState::Succeeded;
    if (record.outcome == "cancelled")
        return JobState::Cancelled;
    return record.outcome.starts_with("some") ? JobState::SomeItemsFailed : JobState::Failed;
}

QDateTime parseUtc(const std::string& text) {
    QDateTime time = QDateTime::fromString(QString::fromStdString(text), Qt::ISODate);
    time.setTimeSpec(Qt::UTC);
    return time;
}

std::unique_ptr<JobEntry> fromRecord(const JobRecord& record) {
    auto entry = std::make_unique<JobEntry>();
    entry->fromHistory = true;
    if (const Job* known = findJob(record.verb)) {
        entry->job = *known;
    } else {
        entry->job.id = record.verb;
        entry->job.title = record.verb;
    }
    entry->params = record.parameters;
    entry->options = recordedOptions(record);
    entry->state = stateOf(record);
    entry->started = parseUtc(record.started);
    if (!record.finished.empty())
        entry->progress.elapsedSeconds =
            static_cast<double>(entry->started.secsTo(parseUtc(record.finished)));
    entry->outcome.result = record.result;
    if (entry->state == JobState::Failed)
        entry->outcome.message = record.outcome;
    return entry;
}

}  // namespace

QString jobStateText(JobState state) {
    switch (state) {
        case JobState::Queued:
            return JobQueue::tr("waiting");
        case JobState::Running:
            return JobQueue::tr("running");
        case JobState::Cancelling:
            return JobQueue::tr("cancelling…");
        case JobState::Succeeded:
            return JobQueue::tr("done");
        case JobState::SomeItemsFailed:
            return JobQueue::tr("done, some items failed");
        case JobState::Cancelled:
            return JobQueue::tr("cancelled");
        case JobState::Failed:
            return JobQueue::tr("failed");
        case JobState::Unfinished:
            return JobQueue::tr("not finished");
    }
    return {};
}

bool isActive(JobState state) {
    return state == JobState::Queued || state == JobState::Running || state == JobState::Cancelling;
}

JobQueue::JobQueue(QObject* parent) : QObject(parent) {}

JobQueue::~JobQueue() = default;

int JobQueue::enqueue(const Job& job, const Json& params, const RunOptions& options) {
    auto added = std::make_unique<JobEntry>();
    added->id = ++m_lastId;
    added->job = job;
    added->params = params;
    added->options = options;
    Q_EMIT aboutToReset();
    m_entries.push_back(std::move(added));
    Q_EMIT reset();
    const int id = m_lastId;
    startNext();
    return id;
}

void JobQueue::startNext() {
    if (m_runner)
        return;
    const auto next = std::find_if(m_entries.begin(), m_entries.end(), [](const auto& candidate) {
        return candidate->state == JobState::Queued;
    });
    if (next == m_entries.end())
        return;
    JobEntry& job = **next;
    m_runningId = job.id;
    m_runner = std::make_unique<JobRunner>(job.job, job.params, job.options);
    connect(m_runner.get(), &JobRunner::progressed, this, [this](const JobProgress& progress) {
        entry(m_runningId)->progress = progress;
        Q_EMIT changed(m_runningId);
    });
    connect(
        m_runner.get(), &JobRunner::logged, this, [this](const std::vector<JobLogLine>& lines, int dropped) {
            JobEntry& running = *entry(m_runningId);
            running.log.insert(running.log.end(), lines.begin(), lines.end());
            running.droppedLines += dropped;
            if (running.log.size() > logCap) {
                const auto excess = running.log.size() - logCap;
                running.log.erase(running.log.begin(),
                                  running.log.begin() + static_cast<std::ptrdiff_t>(excess));
                running.droppedLines += static_cast<int>(excess);
            }
            Q_EMIT logAdded(m_runningId, lines);
        });
    connect(m_runner.get(), &JobRunner::finished, this, &JobQueue::onFinished, Qt::QueuedConnection);
    job.state = JobState::Running;
    job.started = QDateTime::currentDateTimeUtc();
    m_runner->start();
    Q_EMIT changed(job.id);
    Q_EMIT started(job.id);
}

void JobQueue::onFinished() {
    JobEntry& job = *entry(m_runningId);
    job.outcome = m_runner->outcome();
    job.state = stateOf(job.outcome);
    job.progress.elapsedSeconds =
        static_cast<double>(job.started.msecsTo(QDateTime::currentDateTimeUtc())) / 1000.0;
    job.progress.secondsLeft.reset();
    m_runner.reset();
    Q_EMIT changed(job.id);
    Q_EMIT finished(job.id);
    startNext();
}

void JobQueue::cancel(int id) {
    JobEntry* job = entry(id);
    if (job == nullptr)
        return;
    if (job->state == JobState::Queued) {
        job->state = JobState::Cancelled;
        Q_EMIT changed(id);
        Q_EMIT finished(id);
    } else if (job->state == JobState::Running) {
        job->state = JobState::Cancelling;
        m_runner->cancel();
        Q_EMIT changed(id);
    }
}

void JobQueue::cancelAll() {
    std::vector<int> ids;
    for (const auto& job : m_entries)
        if (isActive(job->state))
            ids.push_back(job->id);
    // The waiting ones first, so that none of them starts when the running one ends.
    std::for_each(ids.rbegin(), ids.rend(), [this](int id) { cancel(id); });
}

void JobQueue::clearFinished() {
    Q_EMIT aboutToReset();
    std::erase_if(m_entries, [](const auto& job) { return !job->fromHistory && !isActive(job->state); });
    Q_EMIT reset();
}

void JobQueue::setHistory(const std::vector<JobRecord>& records) {
    Q_EMIT aboutToReset();
    std::erase_if(m_entries, [](const auto& job) { return job->fromHistory; });
    std::vector<std::unique_ptr<JobEntry>> history;
    for (const JobRecord& record : records) {
        auto past = fromRecord(record);
        const bool isOurs = std::any_of(m_entries.begin(), m_entries.end(), [&past](const auto& job) {
            return job->job.id == past->job.id && job->started.isValid() &&
                   std::abs(job->started.secsTo(past->started)) <= sameStartSeconds;
        });
        if (isOurs)
            continue;
        past->id = ++m_lastId;
        history.push_back(std::move(past));
    }
    m_entries.insert(
        m_entries.begin(), std::make_move_iterator(history.begin()), std::make_move_iterator(history.end()));
    Q_EMIT reset();
}

const JobEntry* JobQueue::find(int id) const {
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [id](const auto& job) { return job->id == id; });
    return found == m_entries.end() ? nullptr : found->get();
}

JobEntry* JobQueue::entry(int id) {
    return const_cast<JobEntry*>(std::as_const(*this).find(id));
}

bool JobQueue::hasActiveJobs() const {
    return std::any_of(
        m_entries.begin(), m_entries.end(), [](const auto& job) { return isActive(job->state); });
}

}  // namespace limen
