// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "study/study.h"

namespace limen {

/// A job's only writer: workers hand over what they made, one thread with a connection of its own writes it
/// in small transactions, so that killing the job loses at most the last second.
class StudyWriter {
public:
    using Write = std::function<void(Study&)>;

    explicit StudyWriter(const std::filesystem::path& study);
    /// Writes what was handed over; errors at this point were already reported by submit() or are lost with
    /// the job.
    ~StudyWriter();
    StudyWriter(const StudyWriter&) = delete;
    StudyWriter& operator=(const StudyWriter&) = delete;

    /// Waits while the queue is long. Rethrows the error that stopped the writer.
    void submit(Write write);
    /// Waits until everything handed over is on disk. Rethrows the error that stopped the writer.
    void finish();

private:
    void run();
    void writeBatch(Study& study, std::deque<Write>& batch);
    void rethrow();  // with m_mutex held

    std::filesystem::path m_folder;
    std::mutex m_mutex;  // guards everything below
    std::condition_variable m_changed;
    std::deque<Write> m_queue;
    bool m_closing = false;
    bool m_busy = false;
    int m_waiting = 0;  // callers in finish(): nothing is gained by gathering more
    std::exception_ptr m_error;
    std::thread m_thread;
};

}  // namespace limen
