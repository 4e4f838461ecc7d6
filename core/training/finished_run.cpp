// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/finished_run.h"

#include <system_error>

#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

std::optional<JndRunResult> finishedRun(const JndRun& run) {
    const fs::path card = run.folder.model() / (run.modelName + ".json");
    const std::optional<RunStatus> status = run.folder.readStatus();
    std::error_code ignored;
    if (!status || status->state != "finished" || !fs::exists(card, ignored))
        return std::nullopt;
    JndRunResult result;
    result.steps = status->step;
    result.bestStep = status->bestStep;
    result.state = status->state;
    result.card = card;
    const Json json = Json::parse(readTextFile(card), nullptr, false);
    if (const auto training = json.find("training"); training != json.end())
        result.validationError = training->value("validation_error", 0.0);
    return result;
}

}  // namespace limen
