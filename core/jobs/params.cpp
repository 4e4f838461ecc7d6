// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/level_list.h"
#include "jobs/job.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const ParamSpec& spec, const std::string& what) {
    throwBadInput(fmt::format("--{}: {}.", spec.name, what), spec.help + ".");
}

void checkRange(const ParamSpec& spec, double value) {
    if (!std::isfinite(value))
        refuse(spec, "the value must be a finite number");
    const std::string unit = spec.unit.empty() ? "" : " " + spec.unit;
    if (spec.minimum && value < *spec.minimum)
        refuse(spec, fmt::format("{} is too small, the least is {}{}", value, *spec.minimum, unit));
    if (spec.maximum && value > *spec.maximum)
        refuse(spec, fmt::format("{} is too large, the most is {}{}", value, *spec.maximum, unit));
}

Json parseNumber(const ParamSpec& spec, const Json& value) {
    if (value.is_number())
        return value;
    if (!value.is_string())
        refuse(spec, "a number is needed");
    const std::string text = value.get<std::string>();
    std::size_t used = 0;
    try {
        if (spec.type == ParamType::Integer) {
            const long number = std::stol(text, &used);
            if (used == text.size())
                return number;
        } else {
            const double number = std::stod(text, &used);
            if (used == text.size())
                return number;
        }
    } catch (const std::exception&) {
        // Falls through to the sentence below.
    }
    refuse(spec,
           fmt::format(
               "\"{}\" is not {}", text, spec.type == ParamType::Integer ? "a whole number" : "a number"));
}

void checkPath(const ParamSpec& spec, const std::string& text) {
    if (text.empty())
        refuse(spec, "a path is needed");
    if (text.find('\0') != std::string::npos)
        refuse(spec, "a path cannot hold a null character");
    std::error_code ignored;
    if ((spec.type == ParamType::InputFile || spec.type == ParamType::ConfigFile) &&
        !fs::is_regular_file(text, ignored))
        throwBadInput(fmt::format("There is no file {}.", text), "Check the path.");
    if (spec.type == ParamType::InputFolder && !fs::is_directory(text, ignored))
        throwBadInput(fmt::format("There is no folder {}.", text), "Check the path.");
}

Json checkedValue(const ParamSpec& spec, const Json& value) {
    switch (spec.type) {
        case ParamType::Flag:
            if (!value.is_boolean())
                refuse(spec, "true or false is needed");
            return value;
        case ParamType::Integer:
        case ParamType::Real: {
            const Json number = parseNumber(spec, value);
            if (spec.type == ParamType::Integer && !number.is_number_integer())
                refuse(spec, "a whole number is needed");
            checkRange(spec, number.get<double>());
            return number;
        }
        default:
            break;
    }
    if (!value.is_string())
        refuse(spec, "text is needed");
    const std::string text = value.get<std::string>();
    switch (spec.type) {
        case ParamType::Choice:
            if (std::find(spec.choices.begin(), spec.choices.end(), text) == spec.choices.end())
                refuse(
                    spec,
                    fmt::format("there is no \"{}\"; choose one of {}", text, fmt::join(spec.choices, ", ")));
            break;
        case ParamType::Levels:
            checkLevelListForm(text);
            break;
        case ParamType::InputFile:
        case ParamType::ConfigFile:
        case ParamType::InputFolder:
        case ParamType::OutputFile:
        case ParamType::OutputFolder:
        case ParamType::Study:
            checkPath(spec, text);
            break;
        default:
            break;
    }
    return text;
}

Json checkedParam(const ParamSpec& spec, const Json& value) {
    if (!spec.repeated)
        return checkedValue(spec, value);
    if (!value.is_array())
        refuse(spec, "a list is needed");
    Json list = Json::array();
    for (const Json& item : value)
        list.push_back(checkedValue(spec, item));
    return list;
}

bool isMissing(const Json& raw, const ParamSpec& spec) {
    if (!raw.contains(spec.name) || raw[spec.name].is_null())
        return true;
    return spec.repeated && raw[spec.name].is_array() && raw[spec.name].empty();
}

void checkNames(const std::vector<ParamSpec>& specs, const Json& raw, const std::string& where) {
    for (const auto& [name, value] : raw.items()) {
        const auto known = [&name = name](const ParamSpec& spec) { return spec.name == name; };
        if (std::none_of(specs.begin(), specs.end(), known))
            throwBadInput(fmt::format("There is no parameter \"{}\"{}.", name, where),
                          "See --help for the list.");
    }
}

/// With the values of the configuration files named in `raw`, which say what is missing there.
Json withConfiguration(const std::vector<ParamSpec>& specs, const Json& raw) {
    Json values = raw;
    for (const ParamSpec& spec : specs) {
        if (spec.type != ParamType::ConfigFile || isMissing(raw, spec))
            continue;
        const auto file = checkedValue(spec, raw[spec.name]).get<std::string>();
        const Json read = Json::parse(readTextFile(file), nullptr, /*allow_exceptions=*/false);
        if (!read.is_object())
            throwBadInput(fmt::format("{} is not a JSON object.", file),
                          "It gives values to parameters, such as {\"epochs\": 20}.");
        checkNames(specs, read, " (" + file + ")");
        for (const auto& [name, value] : read.items())
            if (!values.contains(name) || values[name].is_null())
                values[name] = value;
    }
    return values;
}

}  // namespace

const Json& Params::at(const std::string& name) const {
    if (!m_values.contains(name))
        throw std::logic_error("parameter without a value: " + name);
    return m_values[name];
}

bool Params::has(const std::string& name) const {
    return m_values.contains(name);
}
std::string Params::text(const std::string& name) const {
    return at(name).get<std::string>();
}
std::vector<std::string> Params::texts(const std::string& name) const {
    return at(name).get<std::vector<std::string>>();
}
long Params::integer(const std::string& name) const {
    return at(name).get<long>();
}
double Params::real(const std::string& name) const {
    return at(name).get<double>();
}
bool Params::flag(const std::string& name) const {
    return m_values.contains(name) && at(name).get<bool>();
}

Params validateParams(const std::vector<ParamSpec>& specs, const Json& given) {
    checkNames(specs, given, "");
    const Json raw = withConfiguration(specs, given);
    Params params;
    for (const ParamSpec& spec : specs) {
        if (!isMissing(raw, spec)) {
            params.m_values[spec.name] = checkedParam(spec, raw[spec.name]);
        } else if (!spec.defaultValue.is_null()) {
            params.m_values[spec.name] = spec.defaultValue;
        } else if (spec.required) {
            throwBadInput(fmt::format("{} is missing.", spec.positional ? spec.name : "--" + spec.name),
                          spec.help + ".");
        }
    }
    return params;
}

}  // namespace limen
