// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/command_line_text.h"

#include <fmt/ranges.h>
#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>

namespace limen {

namespace fs = std::filesystem;

namespace {

bool isHarmless(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           (c != '\0' && std::strchr("_./:=,@%+-", c) != nullptr);
}

std::string quoted(const std::string& word) {
    if (!word.empty() && std::all_of(word.begin(), word.end(), isHarmless))
        return word;
    std::string escaped;
    for (const char c : word)
        escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "'" + escaped + "'";
}

std::string plain(const Json& value) {
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void addGlobal(std::vector<std::string>& words, const RunOptions& options) {
    const RunOptions standard;
    const auto add = [&words](const char* option, const std::string& value) {
        words.emplace_back(option);
        words.push_back(value);
    };
    if (options.threads != standard.threads)
        add("--threads", std::to_string(options.threads));
    if (options.device != standard.device)
        add("--device", options.device);
    if (options.precision != standard.precision)
        add("--precision", options.precision);
    if (options.seed != standard.seed)
        add("--seed", std::to_string(options.seed));
}

std::string lastPart(const std::string& path) {
    const fs::path clean = fs::path(path).lexically_normal();
    return clean.has_filename() ? clean.filename().string() : clean.parent_path().filename().string();
}

bool isPath(ParamType type) {
    switch (type) {
        case ParamType::InputFile:
        case ParamType::OutputFile:
        case ParamType::InputFolder:
        case ParamType::OutputFolder:
        case ParamType::Study:
        case ParamType::Recognizer:  // a name stays as it is
            return true;
        default:
            return false;
    }
}

/// Models, separated by commas: each may be named by its card's path.
std::string withoutCardFolders(const std::string& names) {
    std::string portable;
    for (std::size_t first = 0; first <= names.size();) {
        const std::size_t end = std::min(names.find(',', first), names.size());
        const std::string name = names.substr(first, end - first);
        portable += (first == 0 ? "" : ",") + (fs::path(name).is_absolute() ? lastPart(name) : name);
        first = end + 1;
    }
    return portable;
}

Json withoutFolders(const Json& value) {
    if (value.is_string())
        return lastPart(value.get<std::string>());
    if (!value.is_array())
        return value;
    Json list = Json::array();
    for (const Json& item : value)
        list.push_back(withoutFolders(item));
    return list;
}

}  // namespace

std::string commandLineText(const Job& job, const Json& params, const RunOptions& options) {
    std::vector<std::string> words{"limen", job.id};
    std::vector<std::string> named;
    for (const ParamSpec& spec : job.params) {
        const auto value = params.find(spec.name);
        if (value == params.end() || value->is_null() || (!spec.positional && *value == spec.defaultValue))
            continue;
        const std::string option = "--" + spec.name;
        if (spec.type == ParamType::Flag) {
            // Only a flag that is on by default can get here switched off.
            named.push_back(*value == Json(false) ? option + "=false" : option);
            continue;
        }
        std::vector<std::string>& target = spec.positional ? words : named;
        if (!spec.positional)
            named.push_back(option);
        if (value->is_array())
            for (const Json& item : *value)
                target.push_back(quoted(plain(item)));
        else
            target.push_back(quoted(plain(*value)));
    }
    if (job.params.empty())  // a job of the history whose verb this program does not know
        for (const auto& [name, value] : params.items())
            if (!value.is_null()) {
                named.push_back("--" + name);
                named.push_back(quoted(plain(value)));
            }
    addGlobal(named, options);
    words.insert(words.end(), named.begin(), named.end());
    return fmt::format("{}", fmt::join(words, " "));
}

RunOptions recordedOptions(const JobRecord& record) {
    RunOptions options;
    const Json& parameters = record.parameters;
    if (!parameters.is_object())
        return options;
    if (const auto found = parameters.find("threads");
        found != parameters.end() && found->is_number_integer())
        options.threads = found->get<int>();
    if (const auto found = parameters.find("seed"); found != parameters.end() && found->is_number_unsigned())
        options.seed = found->get<std::uint64_t>();
    if (const auto found = parameters.find("device"); found != parameters.end() && found->is_string())
        options.device = found->get<std::string>();
    if (const auto found = parameters.find("precision"); found != parameters.end() && found->is_string())
        options.precision = found->get<std::string>();
    return options;
}

std::string portableCommandLine(const Job& job, const Json& params, RunOptions options) {
    Json portable = params;
    for (const ParamSpec& spec : job.params) {
        const auto found = portable.find(spec.name);
        if (found == portable.end())
            continue;
        if (isPath(spec.type))
            *found = withoutFolders(*found);
        else if (found->is_string())
            *found = withoutCardFolders(found->get<std::string>());
    }
    options.threads = RunOptions().threads;
    return commandLineText(job, portable, options);
}

}  // namespace limen
