// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <functional>

#include "base/job_context.h"
#include "base/json.h"
#include "evaluation/report_data.h"

namespace limen {

/// Adds the tables and figures that a study keeps to a report; what cannot be read is warned of and left out.
/// `command`: the line that makes a result again, from its `about`; "" for one it does not know.
void addStoredResults(const std::filesystem::path& study,
                      const std::function<std::string(const Json& about)>& command,
                      StudyReport& report,
                      const JobContext& context);

}  // namespace limen
