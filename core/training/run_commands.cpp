// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/run_commands.h"

#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

#include "base/error.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr const char* ending = ".json";

double settingValue(const std::string& name, const Json& value) {
    const bool rate = name == "rate";
    const double number = value.is_number() ? value.get<double>() : NAN;
    if (!std::isfinite(number) || number < 0.0 || (rate && number <= 0.0) || (rate && number > 1.0))
        throwBadInput(
            fmt::format("The {} of a run cannot be {}.", name, value.dump()),
            rate ? "The learning rate lies above 0, up to 1." : "A loss weighs 0 (it is left out) or more.");
    return number;
}

bool isSetting(const std::string& name) {
    return name == "rate" || name == "lambda_id" || name == "lambda_pixel" || name == "lambda_content";
}

}  // namespace

RunCommand parseRunCommand(const Json& json) {
    RunCommand command;
    if (!json.is_object())
        throwBadInput("A command to a run is a JSON object.");
    for (const auto& [name, value] : json.items()) {
        if (isSetting(name))
            command.settings[name] = settingValue(name, value);
        else if (name == "pause" && value.is_boolean())
            command.pause = value.get<bool>();
        else if (name == "stop" && value.is_boolean())
            command.stop = value.get<bool>();
        else if (name == "preview" && value.is_array() &&
                 std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); }))
            command.preview = value.get<std::vector<std::string>>();
        else
            throwBadInput(fmt::format("A run has no setting {} that can be {}.", name, value.dump()),
                          "It has lambda_id, lambda_pixel, lambda_content, rate, pause, stop and preview.");
    }
    return command;
}

Json toJson(const RunCommand& command) {
    Json json = Json::object();
    for (const auto& [name, value] : command.settings)
        json[name] = value;
    if (command.pause)
        json["pause"] = *command.pause;
    if (command.stop)
        json["stop"] = true;
    if (command.preview)
        json["preview"] = *command.preview;
    return json;
}

void postRunCommand(const RunFolder& run, const RunCommand& command) {
    static std::atomic<unsigned> counter = 0;
    const Json json = toJson(command);
    parseRunCommand(json);
    makeFolder(run.commands());
    // Names sort in the order of time; number and process keep commands of one moment apart.
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto name = fmt::format("{:020}-{:06}-{}{}",
                                  std::chrono::duration_cast<std::chrono::nanoseconds>(now).count(),
                                  counter++,
                                  ::getpid(),
                                  ending);
    writeFileAtomically(run.commands() / name, json.dump());
}

std::vector<RunCommand> takeRunCommands(const RunFolder& run, std::vector<std::string>* problems) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(run.commands(), error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ending)
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    std::vector<RunCommand> commands;
    for (const fs::path& file : files) {
        try {
            commands.push_back(parseRunCommand(Json::parse(readTextFile(file), nullptr, false)));
        } catch (const Error& failure) {
            if (problems != nullptr)
                problems->push_back(failure.what());
        }
        fs::remove(file, error);
    }
    return commands;
}

}  // namespace limen
