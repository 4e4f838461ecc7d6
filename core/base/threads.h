// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

namespace limen {

/// Cores this process may use: affinity and the control group's quota respected, at least 1.
int usableCores();

/// Runs `work(worker)` for worker = 0..workers-1, each on a thread of its own, and waits for all.
/// The first exception stops the others (through the stop token given to each) and is rethrown here.
void runWorkers(int workers,
                const std::stop_token& stop,
                const std::function<void(int worker, const std::stop_token& stop)>& work);

/// Calls `body(i)` for every i in [0, count) on up to `workers` threads, in no particular order.
/// Throws Cancelled when stopped; the first exception of a body is rethrown.
void parallelFor(int workers,
                 std::size_t count,
                 const std::stop_token& stop,
                 const std::function<void(std::size_t i)>& body);

}  // namespace limen
