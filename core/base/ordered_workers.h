// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/cancellation.h"
#include "base/threads.h"

namespace limen {

/// Hands results from workers to one consumer in the order of their indexes. Workers that run ahead of the
/// consumer by `window` results wait, so that memory stays bounded.
template <typename Result>
class OrderedHandoff {
public:
    explicit OrderedHandoff(std::size_t window) : m_window(window) {}

    /// False when closed: the result is not wanted any more.
    bool put(std::size_t index, Result result) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_closed || index < m_next + m_window; });
        if (m_closed)
            return false;
        m_results.emplace(index, std::move(result));
        m_changed.notify_all();
        return true;
    }

    /// The next result; none when closed and the next one will not come.
    std::optional<Result> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_closed || m_results.contains(m_next); });
        auto node = m_results.extract(m_next);
        if (node.empty())
            return std::nullopt;
        ++m_next;
        m_changed.notify_all();
        return std::move(node.mapped());
    }

    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::size_t, Result> m_results;
    std::size_t m_next = 0;
    std::size_t m_window;
    bool m_closed = false;
};

/// Computes results 0..count-1 on `workers` threads and passes them to `consume(index, result)` on the
/// calling thread, in order. `makeWorker(worker)` runs on each thread and returns the function that computes
/// a result there. Throws Cancelled when stopped, after everything consumed so far; the first exception of a
/// worker is rethrown.
template <typename Result>
void computeInOrder(int workers,
                    std::size_t count,
                    const std::stop_token& stop,
                    const std::function<std::function<Result(std::size_t index)>(int worker)>& makeWorker,
                    const std::function<void(std::size_t index, Result result)>& consume) {
    OrderedHandoff<Result> handoff(static_cast<std::size_t>(workers) * 16);
    std::stop_source halt;
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    const std::stop_callback forward(stop, [&] {
        halt.request_stop();
        handoff.close();
    });
    std::thread producer([&] {
        try {
            runWorkers(workers, halt.get_token(), [&](int worker, const std::stop_token& halted) {
                const auto compute = makeWorker(worker);
                for (std::size_t i = next++; i < count && !halted.stop_requested(); i = next++) {
                    try {
                        if (!handoff.put(i, compute(i)))
                            return;
                    } catch (...) {
                        // The others may be waiting for this very result.
                        handoff.close();
                        throw;
                    }
                }
            });
        } catch (...) {
            failure = std::current_exception();
        }
        handoff.close();
    });
    try {
        std::size_t index = 0;
        while (std::optional<Result> result = handoff.take())
            consume(index++, std::move(*result));
    } catch (...) {
        halt.request_stop();
        handoff.close();
        producer.join();
        throw;
    }
    producer.join();
    if (failure)
        std::rethrow_exception(failure);
    throwIfStopped(stop);
}

}  // namespace limen
