// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "ui/study/study_snapshot.h"

namespace limen {

/// Reads studies on a thread of its own. The newest request wins: an older one that is still waiting is never
/// started, and the answer to one that is overtaken is dropped.
class StudyLoader : public QObject {
    Q_OBJECT
public:
    struct Request {
        std::filesystem::path folder;
        std::optional<std::int64_t> labelSet;
        bool create = false;  ///< make the study first
    };

    explicit StudyLoader(QObject* parent = nullptr);
    ~StudyLoader() override;

    void load(const Request& request);
    /// Forgets the request under way; nothing is delivered any more.
    void cancel();
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void loaded(const std::shared_ptr<const limen::StudySnapshot>& snapshot);
    void failed(const QString& folder, const QString& message, const QString& hint);

private:
    void work(const std::stop_token& stop);
    void deliver(quint64 id, const std::shared_ptr<const StudySnapshot>& snapshot);
    void deliverFailure(quint64 id, const QString& folder, const QString& message, const QString& hint);

    quint64 m_latest = 0;
    bool m_busy = false;

    std::mutex m_mutex;  // guards m_waiting, m_waitingId
    std::condition_variable_any m_wake;
    std::optional<Request> m_waiting;
    quint64 m_waitingId = 0;
    std::jthread m_thread;  // last: joined before the members above die
};

}  // namespace limen
