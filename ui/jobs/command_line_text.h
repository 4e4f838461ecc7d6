// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "jobs/job.h"

namespace limen {

/// The line that does the same in a terminal: `limen label --study LFW.limen --codec hevc`. Values that are
/// the default are left out; values are quoted for a POSIX shell where needed.
QString commandLineText(const Job& job, const Json& params, const RunOptions& options);

}  // namespace limen
