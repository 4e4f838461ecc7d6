// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/threads.h"

#include <sched.h>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/cancellation.h"

namespace limen {

namespace {

/// CPUs granted by a cgroup v2 quota, or 0 when there is none.
int quotaCores() {
    std::ifstream in("/sys/fs/cgroup/cpu.max");
    std::string quota;
    double period = 0.0;
    if (!(in >> quota >> period) || quota == "max" || period <= 0.0)
        return 0;
    try {
        return std::max(1, static_cast<int>(std::ceil(std::stod(quota) / period)));
    } catch (const std::exception&) {
        return 0;
    }
}

}  // namespace

int usableCores() {
    int cores = static_cast<int>(std::thread::hardware_concurrency());
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        cores = CPU_COUNT(&set);
    if (const int quota = quotaCores(); quota > 0)
        cores = std::min(cores, quota);
    return std::max(1, cores);
}

void runWorkers(int workers,
                const std::stop_token& stop,
                const std::function<void(int worker, const std::stop_token& stop)>& work) {
    std::stop_source local;
    const std::stop_callback forward(stop, [&local] { local.request_stop(); });
    std::mutex mutex;  // guards first
    std::exception_ptr first;
    {
        std::vector<std::jthread> threads;
        threads.reserve(static_cast<std::size_t>(std::max(1, workers)));
        for (int worker = 0; worker < std::max(1, workers); ++worker) {
            threads.emplace_back([&, worker] {
                try {
                    work(worker, local.get_token());
                } catch (...) {
                    const std::lock_guard lock(mutex);
                    if (!first)
                        first = std::current_exception();
                    local.request_stop();
                }
            });
        }
    }
    if (first)
        std::rethrow_exception(first);
}

void parallelFor(int workers,
                 std::size_t count,
                 const std::stop_token& stop,
                 const std::function<void(std::size_t i)>& body) {
    std::atomic<std::size_t> next = 0;
    const int used = static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(std::max(1, workers)),
                                                            std::max<std::size_t>(1, count)));
    runWorkers(used, stop, [&](int, const std::stop_token& token) {
        for (std::size_t i = next++; i < count; i = next++) {
            throwIfStopped(token);
            body(i);
        }
    });
}

}  // namespace limen
