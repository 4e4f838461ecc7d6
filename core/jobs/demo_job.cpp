// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <chrono>
#include <filesystem>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "jobs/jobs.h"
#include "recognition/default_recognizer.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

/// Runs another job as a step of this one. Its failure is this job's failure.
Json step(const std::string& id, const Json& parameters, JobContext context) {
    const Job* job = findJob(id);
    const Outcome outcome = runJob(*job, parameters, context);
    if (outcome.state == Outcome::State::Cancelled)
        throw Cancelled();
    if (outcome.state == Outcome::State::Failed)
        throw Error(outcome.errorKind, outcome.message, outcome.hint);
    return outcome.result;
}

Outcome run(const Params& params, JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    const fs::path folder = fs::absolute(params.text("dir")).lexically_normal();
    makeFolder(folder);
    const fs::path photos = folder / "photos";
    const std::string study = (folder / "demo.limen").string();
    const std::string report = (folder / "report.html").string();
    const std::string recognizer = defaultRecognizer();
    Json seconds = Json::object();
    const auto timed = [&](const std::string& id, const Json& parameters, double from, double to) {
        const auto begin = std::chrono::steady_clock::now();
        Json result = step(id, parameters, context.part(from, to));
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        seconds[id] = seconds.value(id, 0.0) + taken.count();
        return result;
    };

    timed("sample",
          {{"dir", photos.string()},
           {"identities", params.integer("identities")},
           {"images", params.integer("images")},
           {"distractors", params.integer("distractors")}},
          0.0,
          0.2);
    for (const char* role : {"probe", "distractor"})
        timed("import",
              {{"folder", (photos / (std::string(role) + "s")).string()}, {"study", study}, {"role", role}},
              role == std::string("probe") ? 0.2 : 0.25,
              role == std::string("probe") ? 0.25 : 0.35);
    timed("encode", {{"study", study}, {"codec", "hevc"}}, 0.35, 0.6);
    const Json choice = {{"study", study}, {"codec", "hevc"}, {"recognizer", recognizer}, {"far", "auto"}};
    const Json labels = timed("label", choice, 0.6, 0.7);
    const Json accuracy = timed("accuracy", choice, 0.7, 0.97);
    timed("report", {{"study", study}, {"out", report}}, 0.97, 1.0);

    const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
    return Outcome::succeeded({{"study", study},
                               {"report", report},
                               {"recognizer", recognizer},
                               {"labelled", labels["labelled"]},
                               {"flags", labels["flags"]},
                               {"threshold", labels["threshold"]},
                               {"far", labels["far"]},
                               {"tar", labels["tar"]},
                               {"histogram", labels["histogram"]},
                               {"jnd", accuracy["jnd"]},
                               {"steps", seconds},
                               {"seconds", all.count()}});
}

ParamSpec count(const char* name, const char* help, int standard, int least) {
    ParamSpec spec;
    spec.name = name;
    spec.type = ParamType::Integer;
    spec.help = help;
    spec.defaultValue = standard;
    spec.minimum = least;
    spec.maximum = 10000;
    spec.inForm = false;
    return spec;
}

}  // namespace

Job demoJob() {
    ParamSpec dir;
    dir.name = "dir";
    dir.type = ParamType::OutputFolder;
    dir.help = "Folder for the sample photographs, the study demo.limen and report.html";
    dir.defaultValue = "limen-demo";
    dir.positional = true;
    Job job;
    job.id = "demo";
    job.title = "Run the demonstration";
    job.help =
        "Makes photographs of people who do not exist and a study of them: imports, encodes with HEVC, finds "
        "every "
        "JND point with the recognizer at hand, measures accuracy at every level and writes a report. Needs "
        "no "
        "file of yours and takes a minute or two. May be stopped and run again.";
    // 24 x 8 probes against 400 distractors: 76,800 impostor pairs resolve a false accept rate of 1e-4.
    job.params = {dir,
                  count("identities", "People with several photographs each", 24, 1),
                  count("images", "Photographs of each of them", 8, 2),
                  count("distractors", "Further people with one photograph each", 400, 1)};
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
