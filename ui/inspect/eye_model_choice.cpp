// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/eye_model_choice.h"

#include <cctype>

#include "hvs/trained_eye_model.h"
#include "training/run_models.h"

namespace limen {

namespace {

/// "Zhang05": as papers call it.
std::string capitalised(std::string name) {
    if (!name.empty())
        name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
}

EyeModelChoice trainedChoice(const std::string& name, const ModelCard& card) {
    EyeModelChoice choice{.name = name,
                          .title = std::string(shen21Title) + ", " + name,
                          .shortTitle = capitalised(TrainedEyeModel::nameInTables(card.name)),
                          .source = card.cardFile.string(),
                          .hash = card.hash};
    if (const std::size_t fold = name.find("/fold-"); fold != std::string::npos)
        choice.shortTitle += " " + name.substr(fold + 1);
    return choice;
}

}  // namespace

std::vector<EyeModelChoice> publishedEyeModels() {
    std::vector<EyeModelChoice> choices;
    for (const EyeModelInfo& info : eyeModels())
        choices.push_back({info.name, info.title, capitalised(info.name), info.name});
    return choices;
}

std::vector<EyeModelChoice> trainedEyeModels(const std::filesystem::path& study) {
    std::vector<EyeModelChoice> choices;
    for (const ModelCard& card : installedModels())
        if (card.task == eyeModelTask)
            choices.push_back(trainedChoice(card.name, card));
    if (!study.empty())
        for (const RunModel& model : finishedRunModels(study, eyeModelTask))
            choices.push_back(trainedChoice("runs/" + model.run, model.card));
    return choices;
}

}  // namespace limen
