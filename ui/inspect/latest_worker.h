// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace limen {

/// A thread with room for one waiting piece of work: posting replaces what waits, so that a moved slider
/// never queues up work nobody wants any more.
class LatestWorker {
public:
    LatestWorker();
    /// Waits for the work in hand; what waits is dropped.
    ~LatestWorker();

    /// `work` must not throw.
    void post(std::function<void()> work);
    /// For the work in hand: whether newer work waits or the worker is going away.
    bool superseded() const;

private:
    void loop(const std::stop_token& stop);

    mutable std::mutex m_mutex;  // guards m_waiting
    std::condition_variable_any m_wake;
    std::function<void()> m_waiting;
    std::jthread m_thread;  // last: it uses the members above
};

}  // namespace limen
