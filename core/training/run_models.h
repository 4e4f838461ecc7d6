// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "recognition/model_card.h"
#include "training/run_folder.h"

namespace limen {

/// The model that a run of a study has taught.
struct RunModel {
    std::string run;  ///< RunEntry::name
    ModelCard card;
    RunStatus status;
};

/// Those of `task`, by name of the run, each fold for itself. Nothing of a run that goes on, failed, or is
/// not readable: the Train workspace and `limen runs` tell of those.
std::vector<RunModel> finishedRunModels(const std::filesystem::path& study, const std::string& task);

}  // namespace limen
