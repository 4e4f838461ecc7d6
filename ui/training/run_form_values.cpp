// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_form_values.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cctype>

namespace limen {

namespace {

/// The name without its fold and without the number that made it another one.
std::string baseOf(const std::string& run) {
    std::string name = run.substr(0, run.find('/'));
    const std::size_t dash = name.rfind('-');
    if (dash != std::string::npos && dash > 0 && dash + 1 < name.size() &&
        std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(), [](unsigned char c) {
            return std::isdigit(c) != 0;
        }))
        name.resize(dash);
    return name;
}

/// Numbers and names of settings.json under the names of the options.
Json optionsOf(const Json& settings) {
    Json values = Json::object();
    constexpr std::array<std::pair<const char*, const char*>, 14> same = {{
        {"lambda_id", "lambda-id"},
        {"lambda_pixel", "lambda-pixel"},
        {"lambda_content", "lambda-content"},
        {"identity_distance", "identity-distance"},
        {"content_every", "content-every"},
        {"content_crop", "content-crop"},
        {"batch", "batch"},
        {"rate", "rate"},
        {"epochs", "epochs"},
        {"flat_epochs", "flat-epochs"},
        {"tail", "tail"},
        {"patience", "patience"},
        {"flip", "no-flip"},
        {"target", "target"},
    }};
    for (const auto& [setting, option] : same) {
        const auto found = settings.find(setting);
        if (found == settings.end())
            continue;
        if (found->is_boolean())
            values[option] = !found->get<bool>();
        else if (found->is_number() || found->is_string())
            values[option] = *found;
    }
    if (const auto network = settings.find("network"); network != settings.end() && network->is_object()) {
        if (network->contains("afd") && network->at("afd").is_string())
            values["afd"] = network->at("afd");
        if (network->contains("skips") && network->at("skips").is_boolean())
            values["skips"] = network->at("skips").get<bool>() ? "on" : "off";
        for (const char* choice : {"depth", "width"})
            if (network->contains(choice) && network->at(choice).is_number())
                values[choice] = fmt::format("{:g}", network->at(choice).get<double>());
    }
    if (const auto split = settings.find("split"); split != settings.end() && split->is_object()) {
        if (split->contains("unit") && split->at("unit").is_string())
            values["split"] = split->at("unit");
        for (const char* number : {"validation", "folds", "fold"})
            if (split->contains(number))  // null: empty the field, whatever it held last time
                values[number] = split->at(number);
    }
    return values;
}

}  // namespace

std::string freeRunName(const RunSummaries& runs, const std::string& like) {
    const std::string base = baseOf(like);
    const auto taken = [&runs](const std::string& name) {
        return std::any_of(runs.begin(), runs.end(), [&name](const RunSummary& run) {
            return run.name.substr(0, run.name.find('/')) == name;
        });
    };
    if (!taken(base))
        return base;
    int number = 2;
    while (taken(fmt::format("{}-{}", base, number)))
        ++number;
    return fmt::format("{}-{}", base, number);
}

Json branchValues(const RunSummary& run,
                  const Json& settings,
                  const std::filesystem::path& checkpoint,
                  const RunSummaries& runs) {
    Json values = optionsOf(settings);
    // What was changed on the way is what one wants to go on with.
    if (run.status)
        for (const char* name : {"lambda_id", "lambda_pixel", "lambda_content", "rate"})
            if (const auto now = run.status->settings.find(name);
                now != run.status->settings.end() && now->is_number()) {
                std::string option = name;
                std::replace(option.begin(), option.end(), '_', '-');
                values[option] = *now;
            }
    values["run"] = freeRunName(runs, run.name);
    values["branch-from"] = checkpoint.string();
    return values;
}

Json resumeValues(const RunSummary& run, const Json& settings) {
    Json values = optionsOf(settings);
    values["run"] = run.name.substr(0, run.name.find('/'));
    values["branch-from"] = "";
    return values;
}

}  // namespace limen
