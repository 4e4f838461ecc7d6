// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/pending_changes.h"

#include <cmath>

namespace limen {

void PendingChanges::add(const RunCommand& command) {
    for (const auto& [name, value] : command.settings)
        m_settings[name] = value;
    if (command.pause)
        m_pause = command.pause;
    m_stop = m_stop || command.stop;
}

void PendingChanges::settle(const RunSummary& run) {
    if (!run.active) {
        *this = {};
        return;
    }
    if (!run.status)
        return;
    const Json& inForce = run.status->settings;
    std::erase_if(m_settings, [&inForce](const std::pair<const std::string, double>& setting) {
        const auto found = inForce.find(setting.first);
        // Numbers pass through text on their way.
        return found != inForce.end() && found->is_number() &&
               std::abs(found->get<double>() - setting.second) <= 1e-9 * std::abs(setting.second);
    });
    if (m_pause && *m_pause == (run.status->state == "paused"))
        m_pause.reset();
}

std::optional<double> PendingChanges::setting(const std::string& name) const {
    const auto found = m_settings.find(name);
    return found == m_settings.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace limen
