// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "training/run_folder.h"

namespace limen {

/// What may be asked of a run while it is going.
struct RunCommand {
    /// Any of lambda_id, lambda_pixel, lambda_content (>= 0) and rate (> 0, the learning rate before the
    /// schedule lowers it); in force from the next step on.
    std::map<std::string, double> settings;
    std::optional<bool> pause;  ///< true: wait, with a checkpoint on the disk; false: go on
    bool stop = false;          ///< end here, as if this had been the last step; the best model is kept
    /// Images (stems IDENTITY/STEM) whose prediction is shown while it trains; replaces those before.
    std::optional<std::vector<std::string>> preview;
};

/// Throws Error (BadInput) naming what is not a setting or outside its range.
RunCommand parseRunCommand(const Json& json);
Json toJson(const RunCommand& command);

/// Leaves a command for the process that trains in `run`, in whatever program it is; also before it starts.
/// Throws Error (BadInput) when the command is none, Error (Failure) where it cannot be written.
void postRunCommand(const RunFolder& run, const RunCommand& command);

/// Takes what was posted, oldest first. A file that is no command is removed and its sentence returned in
/// `problems`.
std::vector<RunCommand> takeRunCommands(const RunFolder& run, std::vector<std::string>* problems = nullptr);

}  // namespace limen
