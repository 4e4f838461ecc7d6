// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/command_line_text.h"

#include <fmt/ranges.h>
#include <algorithm>
#include <cctype>
#include <cstring>

namespace limen {

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

}  // namespace limen
