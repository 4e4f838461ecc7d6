// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/study_writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <utility>

#include "study/study_error.h"

namespace limen {

namespace {
constexpr std::size_t longestQueue = 2000;
constexpr auto gatherTime = std::chrono::milliseconds(500);
}  // namespace

StudyWriter::StudyWriter(const std::filesystem::path& study) : m_folder(study), m_thread([this] { run(); }) {}

StudyWriter::~StudyWriter() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void StudyWriter::rethrow() {
    if (m_error)
        std::rethrow_exception(m_error);
}

void StudyWriter::submit(Write write) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_queue.size() < longestQueue || m_error; });
    rethrow();
    m_queue.push_back(std::move(write));
    m_changed.notify_all();
}

void StudyWriter::finish() {
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return (m_queue.empty() && !m_busy) || m_error; });
    --m_waiting;
    rethrow();
}

void StudyWriter::writeBatch(Study& study, std::deque<Write>& batch) {
    SQLite::Transaction transaction(study.database());
    for (const Write& write : batch)
        write(study);
    transaction.commit();
}

void StudyWriter::run() {
    try {
        Study study = Study::open(m_folder, Study::Access::ReadWrite);
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return !m_queue.empty() || m_closing; });
            if (m_queue.empty())
                return;
            // Gather for a moment: one transaction for many rows instead of one each.
            m_changed.wait_for(lock, gatherTime, [this] {
                return m_closing || m_waiting > 0 || m_queue.size() >= longestQueue / 2;
            });
            std::deque<Write> batch = std::exchange(m_queue, {});
            m_busy = true;
            lock.unlock();
            m_changed.notify_all();
            try {
                writeBatch(study, batch);
            } catch (const SQLite::Exception& exception) {
                throw studyError(exception, m_folder.string());
            }
            lock.lock();
            m_busy = false;
            m_changed.notify_all();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_error = std::current_exception();
        m_queue.clear();
        m_busy = false;
        m_changed.notify_all();
    }
}

}  // namespace limen
