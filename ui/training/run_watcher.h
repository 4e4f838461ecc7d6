// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "training/run_commands.h"
#include "ui/training/run_reader.h"
#include "ui/training/run_values.h"

namespace limen {

/// Looks at the runs of a study some times a second, on a thread of its own, whichever program trains them;
/// writes commands to them there too. What was read for a run that is no longer watched is dropped.
class RunWatcher : public QObject {
    Q_OBJECT
public:
    static constexpr int intervalMilliseconds = 330;

    explicit RunWatcher(QObject* parent = nullptr);
    ~RunWatcher() override;

    /// An empty path: no study. Nothing of another study is delivered any more.
    void setStudy(const std::filesystem::path& study);
    /// The runs whose numbers and pictures are wanted. Those watched before go on; a run that is watched
    /// again is read from its beginning.
    void watch(const std::vector<std::string>& runs);
    /// While nobody looks, nothing is read; commands are still written.
    void setPaused(bool paused);
    void post(const RunFolder& run, const RunCommand& command);

Q_SIGNALS:
    /// In the order of listRuns(); only when something has changed.
    void listed(const std::shared_ptr<const limen::RunSummaries>& runs);
    void updated(const std::string& run, const std::shared_ptr<const limen::RunUpdate>& update);
    void postFailed(const QString& message, const QString& hint);

private:
    struct Wanted {
        std::filesystem::path study;
        quint64 studyNumber = 0;
        std::map<std::string, quint64> watched;  ///< names and the numbers of their watches
        bool paused = false;
        quint64 revision = 0;
    };

    template <typename Deliver>
    void hand(const Deliver& deliver);
    void change(const std::function<void(Wanted&)>& how);
    void work(const std::stop_token& stop);
    void writeCommands();
    void list(const Wanted& wanted);
    RunSummary look(const RunEntry& entry);
    void read(const Wanted& wanted, const std::stop_token& stop);
    bool isStale(const Wanted& wanted);

    // Of the window's thread.
    quint64 m_lastNumber = 0;
    quint64 m_studyNumber = 0;
    std::map<std::string, quint64> m_watched;

    // Of the worker.
    struct Known {
        FileStamp stamp;
        RunSummary summary;
    };
    std::map<std::string, Known> m_known;
    std::shared_ptr<const RunSummaries> m_listed;
    quint64 m_listedStudy = 0;
    std::map<quint64, RunReader> m_readers;

    std::atomic<int> m_underway = 0;  ///< deliveries that the window has not taken yet

    std::mutex m_mutex;  // guards the two below
    Wanted m_wanted;
    std::deque<std::pair<RunFolder, RunCommand>> m_commands;
    std::condition_variable_any m_wake;
    std::jthread m_thread;  // last: it uses the members above
};

}  // namespace limen
