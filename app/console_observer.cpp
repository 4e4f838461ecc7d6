// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_observer.h"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace limen {

namespace {

/// 1994 as "1,994".
std::string grouped(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

const char* levelName(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return "debug";
        case LogLevel::Info:
            return "info";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Error:
            return "error";
    }
    return "";
}

}  // namespace

ConsoleObserver::ConsoleObserver(std::string job, bool json)
    : m_job(std::move(job)),
      m_json(json),
      m_terminal(!json && ::isatty(STDERR_FILENO) == 1),
      m_plainText(!json && !m_terminal),
      m_lastShown(m_plainText ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point()) {}

void ConsoleObserver::onProgress(const Progress& progress) {
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    m_rate.add(progress, now);
    const auto interval = m_terminal ? std::chrono::milliseconds(100)
                          : m_json   ? std::chrono::milliseconds(500)
                                     : std::chrono::milliseconds(5000);
    const bool last = progress.fraction >= 1.0 || (progress.total > 0 && progress.done == progress.total);
    // Elsewhere than on a terminal a short job stays silent, and a long one speaks now and then.
    const bool due = now - m_lastShown >= interval;
    const bool news = m_plainText ? m_spoken && last : progress.what != m_lastWhat || last;
    if (!due && !news)
        return;
    m_spoken = true;
    m_lastShown = now;
    m_lastWhat = progress.what;
    if (m_json) {
        fmt::print(stderr, "{}\n", objectFor(progress).dump(-1, ' ', false, Json::error_handler_t::replace));
    } else if (m_terminal) {
        fmt::print(stderr, "\r\033[K{}", lineFor(progress));
        m_lineShown = true;
    } else {
        fmt::print(stderr, "{}\n", lineFor(progress));
    }
    std::fflush(stderr);
}

std::string ConsoleObserver::lineFor(const Progress& progress) const {
    std::string line = fmt::format("{}: {:3.0f} %  ", m_job, std::floor(progress.fraction * 100.0));
    if (progress.total > 0)
        line += fmt::format("{} of {}  ", grouped(progress.done), grouped(progress.total));
    if (const auto rate = m_rate.itemsPerSecond())
        line += fmt::format("{:.{}f}/s  ", *rate, *rate < 10.0 ? 1 : 0);
    if (const auto left = m_rate.secondsLeft())
        line += fmt::format("{} left  ", formatDuration(*left));
    return line + progress.what;
}

Json ConsoleObserver::objectFor(const Progress& progress) const {
    const auto orNull = [](const std::optional<double>& value) {
        return value ? Json(*value) : Json(nullptr);
    };
    return {{"job", m_job},
            {"done", progress.done},
            {"total", progress.total},
            {"what", progress.what},
            {"fraction", progress.fraction},
            {"rate", orNull(m_rate.itemsPerSecond())},
            {"eta_seconds", orNull(m_rate.secondsLeft())}};
}

void ConsoleObserver::onLog(LogLevel level, const std::string& message) {
    if (level == LogLevel::Debug)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_json) {
        const Json object = {{"job", m_job}, {"level", levelName(level)}, {"message", message}};
        fmt::print(stderr, "{}\n", object.dump(-1, ' ', false, Json::error_handler_t::replace));
        return;
    }
    clearLine();
    fmt::print(
        stderr, "{}{}\n", level == LogLevel::Info ? "" : fmt::format("{}: ", levelName(level)), message);
}

void ConsoleObserver::onMetric(const std::string& name, std::int64_t step, double value) {
    if (!m_json)
        return;
    const std::lock_guard lock(m_mutex);
    const Json object = {{"job", m_job}, {"metric", name}, {"step", step}, {"value", value}};
    fmt::print(stderr, "{}\n", object.dump());
}

void ConsoleObserver::clearLine() {
    if (m_lineShown)
        fmt::print(stderr, "\r\033[K");
    m_lineShown = false;
}

void ConsoleObserver::finish() {
    const std::lock_guard lock(m_mutex);
    clearLine();
    std::fflush(stderr);
}

}  // namespace limen
