// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/latest_worker.h"

#include <utility>

namespace limen {

LatestWorker::LatestWorker() : m_thread([this](const std::stop_token& stop) { loop(stop); }) {}

LatestWorker::~LatestWorker() {
    m_thread.request_stop();
    m_thread.join();
}

void LatestWorker::post(std::function<void()> work) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(work);
    }
    m_wake.notify_one();
}

bool LatestWorker::superseded() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting != nullptr || m_thread.get_stop_token().stop_requested();
}

void LatestWorker::loop(const std::stop_token& stop) {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_waiting != nullptr; }))
                return;
            if (stop.stop_requested())
                return;
            work = std::exchange(m_waiting, nullptr);
        }
        work();
    }
}

}  // namespace limen
