// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <filesystem>

#include "base/error.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "training/run_commands.h"

namespace limen {

namespace {

RunFolder runNamed(const Params& params) {
    const std::filesystem::path study = params.text("study");
    std::vector<std::string> names;
    for (const RunEntry& entry : listRuns(study)) {
        if (entry.name == params.text("run"))
            return entry.folder;
        names.push_back(entry.name);
    }
    throwBadInput(
        fmt::format("The study {} has no run {}.", study.filename().string(), params.text("run")),
        names.empty() ? "Run `limen train` first." : fmt::format("It has {}.", fmt::join(names, ", ")));
}

RunCommand commandOf(const Params& params) {
    RunCommand command;
    for (const auto& [option, setting] : {std::pair{"lambda-id", "lambda_id"},
                                          {"lambda-pixel", "lambda_pixel"},
                                          {"lambda-content", "lambda_content"},
                                          {"rate", "rate"}})
        if (params.has(option))
            command.settings[setting] = params.real(option);
    if (params.flag("pause") && params.flag("resume"))
        throwBadInput("A run cannot be told to pause and to resume at once.");
    if (params.flag("pause") || params.flag("resume"))
        command.pause = params.flag("pause");
    command.stop = params.flag("stop");
    if (params.has("show"))
        command.preview = namesOf(params, "show");
    return command;
}

Outcome run(const Params& params, JobContext&) {
    const RunFolder folder = runNamed(params);
    const RunCommand command = commandOf(params);
    const bool asks = !command.settings.empty() || command.pause || command.stop || command.preview;
    const bool active = folder.isActive();
    if (asks) {
        if (!active)
            throwBadInput(fmt::format("The run {} is not going.", params.text("run")),
                          "`limen train` with its name goes on with it; other weights make another run "
                          "(--branch-from).");
        postRunCommand(folder, command);
    }
    const std::optional<RunStatus> status = folder.readStatus();
    return Outcome::succeeded({{"run", params.text("run")},
                               {"active", active},
                               {"asked", toJson(command)},
                               {"status", status ? toJson(*status) : Json()}});
}

ParamSpec weight(const char* name, const char* help) {
    return {.name = name, .type = ParamType::Real, .help = help, .minimum = 0.0, .maximum = 1e6};
}

ParamSpec flag(const char* name, const char* help) {
    return {.name = name, .type = ParamType::Flag, .help = help};
}

}  // namespace

Job steerJob() {
    Job job;
    job.id = "steer";
    job.title = "Steer a training run";
    job.help =
        "Changes the loss weights or the learning rate of a run while it is going, in whatever program, "
        "pauses or ends it; each change is in force from its next step on and kept in its history. Without "
        "an option it says where the run stands.";
    job.params = {studyParam(),
                  {.name = "run", .help = "Name of the run, NAME or NAME/fold-K", .required = true},
                  weight("lambda-id", "Weight of the identity loss"),
                  weight("lambda-pixel", "Weight of the pixel loss"),
                  weight("lambda-content", "Weight of the content loss"),
                  weight("rate", "Learning rate, before the schedule lowers it"),
                  flag("pause", "Wait after the present step, with a checkpoint on the disk"),
                  flag("resume", "Go on after a pause"),
                  flag("stop", "End the run here; the best model so far is kept"),
                  {.name = "show",
                   .help = "Faces whose prediction is shown while it learns: IDENTITY/IMAGE, separated by "
                           "commas"}};
    job.run = run;
    return job;
}

}  // namespace limen
