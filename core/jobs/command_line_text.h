// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "jobs/job.h"
#include "study/job_history.h"

namespace limen {

/// The line that does the same in a terminal: `limen label --study LFW.limen --codec hevc`. Values that are
/// the default are left out; values are quoted for a POSIX shell where needed.
std::string commandLineText(const Job& job, const Json& params, const RunOptions& options);

/// The same without folders, which say who somebody is and where they keep things, and without what changes
/// no result: for what is passed on.
std::string portableCommandLine(const Job& job, const Json& params, RunOptions options);

/// The global options that runJob() recorded among a job's parameters.
RunOptions recordedOptions(const JobRecord& record);

}  // namespace limen
