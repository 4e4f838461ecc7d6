// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <chrono>
#include <filesystem>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "faces/drawn_faces.h"
#include "image/image_file.h"
#include "jobs/jobs.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

// 20 x 6 probes against 100 distractors: 12,000 impostor pairs resolve a false accept rate of 1e-4.
constexpr int identities = 20;
constexpr int imagesPerIdentity = 6;
constexpr int distractors = 100;

void drawPeople(const fs::path& folder, std::uint64_t seed, const JobContext& context) {
    const auto write = [&](const fs::path& file, std::uint64_t person, std::uint64_t condition) {
        context.throwIfStopped();
        if (!fs::exists(file))
            writePng(file, drawFace(seed * 100000 + person, condition));
    };
    std::uint64_t done = 0;
    for (int person = 0; person < identities; ++person) {
        const std::string name = fmt::format("person_{:02}", person + 1);
        makeFolder(folder / "probes" / name);
        for (int image = 0; image < imagesPerIdentity; ++image)
            write(folder / "probes" / name / fmt::format("{}_{:02}.png", name, image + 1),
                  static_cast<std::uint64_t>(person),
                  static_cast<std::uint64_t>(image));
        context.progress(++done, identities + distractors, "drawing people");
    }
    for (int person = 0; person < distractors; ++person) {
        const std::string name = fmt::format("other_{:03}", person + 1);
        makeFolder(folder / "distractors" / name);
        write(folder / "distractors" / name / (name + ".png"), static_cast<std::uint64_t>(1000 + person), 0);
        context.progress(++done, identities + distractors, "drawing people");
    }
}

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
    const fs::path folder = params.text("dir");
    makeFolder(folder);
    const std::string study = (folder / "demo.limen").string();
    drawPeople(folder / "photos", context.options().seed, context.part(0.0, 0.05));
    for (const char* role : {"probe", "distractor"})
        step("import",
             {{"folder", (folder / "photos" / (std::string(role) + "s")).string()},
              {"study", study},
              {"role", role},
              {"aligned", true}},
             context.part(0.05, 0.15));
    const Json labels = step("label",
                             {{"study", study}, {"codec", "hevc"}, {"recognizer", "hog-baseline"}},
                             context.part(0.15, 0.5));
    const Json accuracy = step("accuracy",
                               {{"study", study}, {"codec", "hevc"}, {"recognizer", "hog-baseline"}},
                               context.part(0.5, 1.0));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::succeeded({{"study", fs::absolute(study).lexically_normal().string()},
                               {"report", nullptr},
                               {"labelled", labels["labelled"]},
                               {"flags", labels["flags"]},
                               {"threshold", labels["threshold"]},
                               {"tar", labels["tar"]},
                               {"histogram", labels["histogram"]},
                               {"jnd", accuracy["jnd"]},
                               {"seconds", seconds}});
}

}  // namespace

Job demoJob() {
    ParamSpec dir;
    dir.name = "dir";
    dir.type = ParamType::OutputFolder;
    dir.help = "Folder for the drawn people and the study demo.limen";
    dir.defaultValue = "limen-demo";
    dir.positional = true;
    Job job;
    job.id = "demo";
    job.title = "Run the demonstration";
    job.help =
        "Draws people who do not exist, imports them, finds every JND point with HEVC and the built-in "
        "recognizer "
        "hog-baseline, and measures accuracy: a whole study to look at, without any file of your own.";
    job.params = {dir};
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
