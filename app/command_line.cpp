// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <iostream>
#include <list>
#include <map>

#include "base/version.h"

namespace limen {

namespace {

/// Where CLI11 writes what it parsed; one per option, at a stable address.
struct Parsed {
    const ParamSpec* spec = nullptr;
    CLI::Option* option = nullptr;
    std::string value;                ///< of a parameter given once
    std::vector<std::string> values;  ///< of a repeated one
};

const char* placeholder(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::Integer:
            return "N";
        case ParamType::Real:
            return "NUMBER";
        case ParamType::InputFile:
        case ParamType::ConfigFile:
        case ParamType::OutputFile:
            return "FILE";
        case ParamType::InputFolder:
        case ParamType::OutputFolder:
            return "DIR";
        case ParamType::Study:
            return "STUDY";
        case ParamType::Codec:
            return "CODEC";
        case ParamType::Recognizer:
            return "NAME|CARD";
        case ParamType::Levels:
            return "LEVELS";
        default:
            return "TEXT";
    }
}

std::string defaultText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string helpOf(const ParamSpec& spec) {
    std::string text = spec.help;
    if (!spec.unit.empty())
        text += fmt::format(" [{}]", spec.unit);
    if (!spec.choices.empty())
        text += fmt::format(" ({})", fmt::join(spec.choices, "|"));
    if (!spec.defaultValue.is_null() && spec.type != ParamType::Flag)
        text += fmt::format(" (default {})", defaultText(spec.defaultValue));
    return text;
}

void addParam(CLI::App& command, Parsed& parsed) {
    const ParamSpec& spec = *parsed.spec;
    const std::string name = spec.positional ? spec.name : "--" + spec.name;
    if (spec.type == ParamType::Flag) {
        parsed.option = command.add_flag(name, spec.help);
        return;
    }
    // A list as target would take the words of the positionals that follow, whatever number it expects.
    parsed.option = spec.repeated ? command.add_option(name, parsed.values, helpOf(spec))
                                  : command.add_option(name, parsed.value, helpOf(spec));
    parsed.option->type_name(placeholder(spec));
    if (spec.required)
        parsed.option->required();
}

Json valueOf(const Parsed& parsed) {
    if (parsed.spec->type == ParamType::Flag)
        return parsed.option->count() > 0;
    if (parsed.spec->repeated)
        return parsed.values;
    return parsed.value;
}

void addGlobalOptions(CLI::App& app, CommandLine& line) {
    app.add_flag(
        "--json", line.json, "One JSON object on standard output; progress as JSON lines on standard error");
    app.add_option("--threads", line.options.threads, "Workers (0: one per core)")
        ->type_name("N")
        ->check(CLI::Range(0, 1024));
    app.add_option("--device", line.options.device, "Where networks run (cpu|cuda) (default cpu)")
        ->type_name("NAME")
        ->check(CLI::IsMember({"cpu", "cuda"}));
    app.add_option("--precision", line.options.precision, "Arithmetic of networks (fp32|bf16) (default fp32)")
        ->type_name("NAME")
        ->check(CLI::IsMember({"fp32", "bf16"}));
    app.add_option("--seed", line.options.seed, "Seed of everything random (default 1)")->type_name("N");
}

}  // namespace

std::optional<CommandLine> parseCommandLine(int argc, char** argv, int& exitCode) {
    CommandLine line;
    CLI::App app("Limen: how far can a face image be compressed before face recognition notices?", "limen");
    app.set_version_flag("--version", "limen " + limenVersion());
    app.require_subcommand(1);
    app.fallthrough();
    app.get_formatter()->column_width(36);
    app.footer(
        "limen VERB --help tells more. Exit codes: 0 succeeded, 1 failed, 2 bad usage or input, 3 some items "
        "failed, 130 cancelled.");
    addGlobalOptions(app, line);

    std::list<Parsed> parsed;
    std::map<const CLI::App*, const Job*> jobOf;
    for (const Job& job : allJobs()) {
        CLI::App* command = app.add_subcommand(job.id, job.title);
        command->description(job.help);
        command->fallthrough();
        jobOf[command] = &job;
        for (const ParamSpec& spec : job.params) {
            parsed.push_back({&spec, nullptr, {}, {}});
            addParam(*command, parsed.back());
        }
    }

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;
        app.exit(error, std::cout, std::cerr);
        exitCode = asked ? 0 : 2;
        return std::nullopt;
    }
    line.job = jobOf.at(app.get_subcommands().front());
    for (const Parsed& entry : parsed)
        if (entry.option->count() > 0)
            line.parameters[entry.spec->name] = valueOf(entry);
    return line;
}

}  // namespace limen
