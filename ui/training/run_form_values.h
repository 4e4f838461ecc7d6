// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "base/json.h"
#include "ui/training/run_values.h"

namespace limen {

/// A name that no run of the study has: "jnd", "jnd-2", ...; `like` gives the part before the number.
std::string freeRunName(const RunSummaries& runs, const std::string& like = "jnd");

/// Values of the form that trains, for a run that goes on from `checkpoint` of another one, with its settings
/// as they stand now, under a name of its own.
Json branchValues(const RunSummary& run,
                  const Json& settings,
                  const std::filesystem::path& checkpoint,
                  const RunSummaries& runs);

/// For the same run, to take it up where it was.
Json resumeValues(const RunSummary& run, const Json& settings);

}  // namespace limen
