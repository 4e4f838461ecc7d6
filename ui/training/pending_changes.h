// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "training/run_commands.h"
#include "ui/training/run_values.h"

namespace limen {

/// What was asked of a run and is not in force yet.
class PendingChanges {
public:
    void add(const RunCommand& command);
    /// Forgets what the run's status shows to be in force, and everything once nobody trains it any more.
    void settle(const RunSummary& run);

    /// The value that is waited for.
    std::optional<double> setting(const std::string& name) const;
    std::optional<bool> pause() const { return m_pause; }
    bool stop() const { return m_stop; }
    bool isEmpty() const { return m_settings.empty() && !m_pause && !m_stop; }

private:
    std::map<std::string, double> m_settings;
    std::optional<bool> m_pause;
    bool m_stop = false;
};

}  // namespace limen
