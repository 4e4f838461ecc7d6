// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/progress_rate.h"

#include <fmt/format.h>
#include <cmath>

namespace limen {

namespace {
constexpr auto window = std::chrono::seconds(30);
constexpr auto spacing = std::chrono::milliseconds(100);
}  // namespace

void ProgressRate::add(const Progress& progress, Clock::time_point now) {
    if (progress.what != m_what || progress.fraction < m_fraction) {
        m_samples.clear();
        m_what = progress.what;
    }
    m_fraction = progress.fraction;
    const Sample sample{now, progress.fraction, progress.done};
    // Many reports within a tenth of a second cost no memory: the newest replaces the last.
    if (m_samples.size() > 1 && now - m_samples[m_samples.size() - 2].time < spacing)
        m_samples.back() = sample;
    else
        m_samples.push_back(sample);
    while (m_samples.size() > 2 && now - m_samples.front().time > window)
        m_samples.pop_front();
}

std::optional<double> ProgressRate::itemsPerSecond() const {
    if (m_samples.size() < 2)
        return std::nullopt;
    const double seconds =
        std::chrono::duration<double>(m_samples.back().time - m_samples.front().time).count();
    if (seconds <= 0.0 || m_samples.back().done <= m_samples.front().done)
        return std::nullopt;
    return static_cast<double>(m_samples.back().done - m_samples.front().done) / seconds;
}

std::optional<double> ProgressRate::secondsLeft() const {
    if (m_samples.size() < 2)
        return std::nullopt;
    const double seconds =
        std::chrono::duration<double>(m_samples.back().time - m_samples.front().time).count();
    const double gained = m_samples.back().fraction - m_samples.front().fraction;
    if (seconds <= 0.0 || gained <= 0.0)
        return std::nullopt;
    return (1.0 - m_samples.back().fraction) * seconds / gained;
}

std::string formatDuration(double seconds) {
    const auto whole = static_cast<long>(std::lround(std::max(0.0, seconds)));
    if (whole >= 3600)
        return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace limen
