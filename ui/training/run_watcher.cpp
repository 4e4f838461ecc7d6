// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_watcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/error.h"

namespace limen {

namespace {

bool isGoingOn(const RunStatus& status) {
    return status.state == "running" || status.state == "paused";
}

/// When a file of the run was last written.
QDateTime lastWrite(const RunFolder& folder) {
    namespace fs = std::filesystem;
    std::optional<fs::file_time_type> last;
    for (const fs::path& file : {folder.status(), folder.metrics(), folder.settings(), folder.path()}) {
        std::error_code error;
        const fs::file_time_type time = fs::last_write_time(file, error);
        if (!error && (!last || time > *last))
            last = time;
    }
    if (!last)
        return {};
    const auto sinceEpoch = std::chrono::file_clock::to_sys(*last).time_since_epoch();
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count());
}

}  // namespace

RunWatcher::RunWatcher(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

RunWatcher::~RunWatcher() {
    m_thread.request_stop();
    m_thread.join();
}

void RunWatcher::change(const std::function<void(Wanted&)>& how) {
    {
        const std::lock_guard lock(m_mutex);
        how(m_wanted);
        ++m_wanted.revision;
    }
    m_wake.notify_one();
}

void RunWatcher::setStudy(const std::filesystem::path& study) {
    m_studyNumber = ++m_lastNumber;
    m_watched.clear();
    change([this, &study](Wanted& wanted) {
        wanted.study = study;
        wanted.studyNumber = m_studyNumber;
        wanted.watched.clear();
    });
}

void RunWatcher::watch(const std::vector<std::string>& runs) {
    std::map<std::string, quint64> watched;
    for (const std::string& run : runs) {
        const auto before = m_watched.find(run);
        watched.emplace(run, before != m_watched.end() ? before->second : ++m_lastNumber);
    }
    if (watched == m_watched)
        return;
    m_watched = std::move(watched);
    change([this](Wanted& wanted) { wanted.watched = m_watched; });
}

void RunWatcher::setPaused(bool paused) {
    change([paused](Wanted& wanted) { wanted.paused = paused; });
}

void RunWatcher::post(const RunFolder& run, const RunCommand& command) {
    {
        const std::lock_guard lock(m_mutex);
        m_commands.emplace_back(run, command);
    }
    m_wake.notify_one();
}

template <typename Deliver>
void RunWatcher::hand(const Deliver& deliver) {
    ++m_underway;
    QMetaObject::invokeMethod(
        this,
        [this, deliver] {
            --m_underway;
            deliver();
        },
        Qt::QueuedConnection);
}

bool RunWatcher::isStale(const Wanted& wanted) {
    const std::lock_guard lock(m_mutex);
    return wanted.revision != m_wanted.revision;
}

void RunWatcher::work(const std::stop_token& stop) {
    quint64 revision = 0;
    while (true) {
        Wanted wanted;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, std::chrono::milliseconds(intervalMilliseconds), [&] {
                return m_wanted.revision != revision || !m_commands.empty();
            });
            if (stop.stop_requested())
                break;
            wanted = m_wanted;
            revision = wanted.revision;
        }
        writeCommands();
        // A window that cannot keep up gets the news later, in one piece.
        if (wanted.paused || wanted.study.empty() || m_underway > 0)
            continue;
        list(wanted);
        read(wanted, stop);
    }
    writeCommands();  // a change made just before the window closed is meant all the same
}

void RunWatcher::writeCommands() {
    std::deque<std::pair<RunFolder, RunCommand>> commands;
    {
        const std::lock_guard lock(m_mutex);
        commands.swap(m_commands);
    }
    for (const auto& [run, command] : commands)
        try {
            postRunCommand(run, command);
        } catch (const Error& error) {
            hand([this, text = QString::fromUtf8(error.what()), hint = QString::fromStdString(error.hint())] {
                Q_EMIT postFailed(text, hint);
            });
        }
}

RunSummary RunWatcher::look(const RunEntry& entry) {
    Known& known = m_known[entry.name];
    RunSummary& summary = known.summary;
    const bool changed = known.stamp.changed(entry.folder.status());
    // A run that is going on may end without a word: its process was killed.
    const bool unsettled = summary.active || !summary.status || isGoingOn(*summary.status);
    if (changed || unsettled)
        try {
            summary.status = entry.folder.readStatus();
        } catch (const Error&) {
            known.stamp.forget();  // half written: what was known holds until it can be read
        }
    summary.name = entry.name;
    summary.folder = entry.folder;
    summary.active = summary.status ? isGoingOn(*summary.status) : entry.folder.isActive();
    summary.changed = lastWrite(entry.folder);
    return summary;
}

void RunWatcher::list(const Wanted& wanted) {
    if (wanted.studyNumber != std::exchange(m_listedStudy, wanted.studyNumber)) {
        m_known.clear();
        m_listed.reset();
    }
    auto runs = std::make_shared<RunSummaries>();
    try {
        for (const RunEntry& entry : listRuns(wanted.study))
            runs->push_back(look(entry));
    } catch (const std::exception&) {
        // The study is being removed or its disk is away; what was listed stays until it is back.
        return;
    }
    if (m_listed && *runs == *m_listed)
        return;
    m_listed = runs;
    hand([this, runs = m_listed, number = wanted.studyNumber] {
        if (number == m_studyNumber)
            Q_EMIT listed(runs);
    });
}

void RunWatcher::read(const Wanted& wanted, const std::stop_token& stop) {
    std::erase_if(m_readers, [&wanted](const auto& reader) {
        return std::none_of(wanted.watched.begin(), wanted.watched.end(), [&](const auto& watched) {
            return watched.second == reader.first;
        });
    });
    for (const auto& [name, number] : wanted.watched) {
        if (stop.stop_requested() || isStale(wanted))
            return;
        auto reader = m_readers.find(number);
        if (reader == m_readers.end())
            reader = m_readers.emplace(number, RunReader(RunFolder(wanted.study / "runs" / name))).first;
        auto update = std::make_shared<const RunUpdate>(reader->second.poll());
        if (update->isEmpty())
            continue;
        hand([this, name = name, number = number, update = std::move(update)] {
            const auto watched = m_watched.find(name);
            if (watched != m_watched.end() && watched->second == number)
                Q_EMIT updated(name, update);
        });
    }
}

}  // namespace limen
