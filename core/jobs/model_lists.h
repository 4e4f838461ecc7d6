// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "jobs/job.h"

namespace limen {

// What the jobs that train and measure models take.

/// "a,b" as {"a", "b"}. Throws Error (BadInput) naming the parameter when a name is empty or given twice.
std::vector<std::string> namesOf(const Params& params, const std::string& param);

/// --held-out: the list Limen ships unless another is named.
ParamSpec heldOutParam();
std::filesystem::path heldOutFile(const Params& params);

}  // namespace limen
