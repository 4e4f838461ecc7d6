// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "base/job_context.h"
#include "jobs/job.h"

namespace limen {

/// The options (models/jnd_options.h) of the JND networks to measure, of --depth and --width; of the width
/// `fallback` ("all": of every width) where none was given.
std::vector<Json> benchNetworks(const Params& params, const std::string& fallback);

/// The precisions that networks are measured in: fp32 and, where it is computed natively, bf16.
std::vector<std::string> benchPrecisions(const JobContext& context);

}  // namespace limen
