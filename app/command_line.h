// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/job_context.h"
#include "base/json.h"
#include "jobs/job.h"

namespace limen {

/// What the user typed, understood.
struct CommandLine {
    const Job* job = nullptr;
    Json parameters = Json::object();
    RunOptions options;
    bool json = false;
};

/// Parses `limen VERB [options]` from the job descriptions. Prints help, version or a usage error itself;
/// then `exitCode` is set (0 or 2) and nothing is returned.
std::optional<CommandLine> parseCommandLine(int argc, char** argv, int& exitCode);

}  // namespace limen
