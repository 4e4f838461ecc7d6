// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>

#include "jobs/job.h"

namespace limen {

/// --run of a training. Throws Error (BadInput) for what cannot be the name of a folder below the study's
/// runs.
std::string runName(const Params& params);

/// The card of a run of the study that taught a model of the task face-quality, or, where there is none of
/// that name, the name itself, of an installed model or a card.
std::string qualityModelNamed(const std::filesystem::path& study, const std::string& name);

}  // namespace limen
