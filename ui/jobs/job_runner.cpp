// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_runner.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace limen {

namespace {

constexpr int deliveryMilliseconds = 80;
constexpr std::size_t linesPerDelivery = 1000;
/// On Linux niceness belongs to the thread and is inherited by those it starts, so the window stays smooth
/// while a job uses every core.
constexpr int niceness = 5;

}  // namespace

JobRunner::JobRunner(const Job& job, Json params, const RunOptions& options, QObject* parent)
    : QObject(parent), m_job(job), m_params(std::move(params)), m_options(options) {
    m_deliveryTimer.setSingleShot(true);
    m_deliveryTimer.setInterval(deliveryMilliseconds);
    connect(&m_deliveryTimer, &QTimer::timeout, this, &JobRunner::deliver);
}

JobRunner::~JobRunner() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void JobRunner::start() {
    if (m_thread.joinable())
        return;
    m_running = true;
    m_elapsed.start();
    m_thread = std::jthread([this](const std::stop_token& stop) {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
        JobContext context(*this, stop, m_options);
        Outcome outcome = runJob(m_job, m_params, context);
        {
            const std::lock_guard lock(m_mutex);
            m_newOutcome = std::move(outcome);
        }
        QMetaObject::invokeMethod(this, &JobRunner::finish, Qt::QueuedConnection);
    });
}

void JobRunner::cancel() {
    m_thread.request_stop();
}

void JobRunner::onProgress(const Progress& progress) {
    std::unique_lock lock(m_mutex);
    m_newProgress = progress;
    announce(std::move(lock));
}

void JobRunner::onLog(LogLevel level, const std::string& message) {
    if (level == LogLevel::Debug)
        return;
    std::unique_lock lock(m_mutex);
    m_newLines.push_back({level, QString::fromStdString(message)});
    if (m_newLines.size() > linesPerDelivery) {
        m_newLines.pop_front();
        ++m_droppedLines;
    }
    announce(std::move(lock));
}

void JobRunner::announce(std::unique_lock<std::mutex> lock) {
    if (std::exchange(m_announced, true))
        return;
    lock.unlock();
    QMetaObject::invokeMethod(
        this, [this] { m_deliveryTimer.start(); }, Qt::QueuedConnection);
}

void JobRunner::deliver() {
    std::optional<Progress> progress;
    std::deque<JobLogLine> lines;
    int dropped = 0;
    {
        const std::lock_guard lock(m_mutex);
        progress = std::exchange(m_newProgress, std::nullopt);
        lines.swap(m_newLines);
        dropped = std::exchange(m_droppedLines, 0);
        m_announced = false;
    }
    if (!lines.empty())
        Q_EMIT logged({lines.begin(), lines.end()}, dropped);
    if (progress) {
        m_rate.add(*progress, ProgressRate::Clock::now());
        Q_EMIT progressed(JobProgress{*progress,
                                      m_rate.itemsPerSecond(),
                                      m_rate.secondsLeft(),
                                      static_cast<double>(m_elapsed.elapsed()) / 1000.0});
    }
}

void JobRunner::finish() {
    m_thread.join();
    m_deliveryTimer.stop();
    deliver();
    {
        const std::lock_guard lock(m_mutex);
        m_outcome = std::move(*m_newOutcome);
    }
    m_running = false;
    Q_EMIT finished();
}

}  // namespace limen
