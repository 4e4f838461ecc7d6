// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <optional>
#include <vector>

#include "training/run_history.h"

namespace limen {

/// "Changed: λ pixel 5 → 10". `before` are the settings in force until then; those it does not name are told
/// by their new value alone.
QString eventText(const RunEvent& event, const Json& before);

/// Texts of all events; `initial` are the settings the run began with.
std::vector<QString> eventTexts(const std::vector<RunEvent>& events, const Json& initial);

/// Seconds spent training: from each start to the pause or end that follows it. `until` (UTC) ends what has
/// not ended; nothing where the history does not say.
std::optional<double> trainingSeconds(const std::vector<RunEvent>& events, const QDateTime& until);

}  // namespace limen
