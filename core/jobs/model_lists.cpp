// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/model_lists.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <sstream>

#include "base/error.h"
#include "recognition/model_card.h"

namespace limen {

std::vector<std::string> namesOf(const Params& params, const std::string& param) {
    std::vector<std::string> names;
    std::istringstream text(params.text(param));
    for (std::string name; std::getline(text, name, ',');) {
        if (name.empty() || std::find(names.begin(), names.end(), name) != names.end())
            throwBadInput(fmt::format("--{}: {} is not a list of names.", param, params.text(param)),
                          "Separate names with commas, without spaces, each once.");
        names.push_back(name);
    }
    if (names.empty())
        throwBadInput(fmt::format("--{} names nothing.", param), "Separate names with commas.");
    return names;
}

std::vector<int> levelsOf(const Params& params, const std::string& param, const CodecLevels& levels) {
    std::vector<int> list;
    for (const std::string& name : namesOf(params, param)) {
        int level = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), level);
        if (error != std::errc() || end != name.data() + name.size() || levels.indexOf(level) < 0)
            throwBadInput(
                fmt::format("--{} names {}, which is no {} of the codec.", param, name, levels.unit),
                fmt::format("Levels are {} to {}.", levels.finest, levels.coarsest));
        list.push_back(level);
    }
    return list;
}

ParamSpec recognizersParam() {
    ParamSpec spec;
    spec.name = "recognizers";
    spec.help = "Installed recognizers or cards, separated by commas";
    spec.required = true;
    return spec;
}

ParamSpec maxPerIdentityParam() {
    return numberParam(
        "max-per-identity", ParamType::Integer, "Images per person, the first by file hash", 20, 1);
}

ParamSpec trainingFolderParam() {
    ParamSpec spec;
    spec.name = "out";
    spec.type = ParamType::OutputFolder;
    spec.help = "Folder for the model, its card and the checkpoint that a stopped run goes on from";
    spec.required = true;
    return spec;
}

ParamSpec trainingDataParam() {
    ParamSpec spec;
    spec.name = "data";
    spec.help = "What the photographs are and how they may be used, for the card";
    spec.defaultValue = "photographs of the user";
    return spec;
}

ParamSpec numberParam(const char* name,
                      ParamType type,
                      const char* help,
                      Json value,
                      double least,
                      std::optional<double> most) {
    ParamSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = help;
    spec.defaultValue = std::move(value);
    spec.minimum = least;
    spec.maximum = most;
    return spec;
}

ParamSpec heldOutParam() {
    ParamSpec spec;
    spec.name = "held-out";
    spec.type = ParamType::InputFile;
    spec.help =
        "CSV of the people kept out of all training (column identity); left out: the list Limen ships";
    return spec;
}

std::filesystem::path heldOutFile(const Params& params) {
    return params.has("held-out") ? std::filesystem::path(params.text("held-out"))
                                  : shippedModelFolder() / "held_out.csv";
}

}  // namespace limen
