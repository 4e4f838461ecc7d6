// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_models.h"

#include <optional>
#include <utility>

#include "base/error.h"

namespace limen {

namespace {

bool isFinished(const RunStatus& status) {
    return status.state == "finished" || status.state == "stopped" || status.state == "ended early";
}

std::optional<RunModel> modelOf(const RunEntry& run) {
    try {
        std::optional<RunStatus> status = run.folder.readStatus();
        if (!status || !isFinished(*status))
            return std::nullopt;
        const std::string model = run.name.substr(0, run.name.find('/'));  // folds share their run's name
        return RunModel{run.name, readModelCard(run.folder.model() / (model + ".json")), *std::move(status)};
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

std::vector<RunModel> finishedRunModels(const std::filesystem::path& study, const std::string& task) {
    std::vector<RunModel> models;
    for (const RunEntry& run : listRuns(study))
        if (std::optional<RunModel> model = modelOf(run); model && model->card.task == task)
            models.push_back(*std::move(model));
    return models;
}

}  // namespace limen
