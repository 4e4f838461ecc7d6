// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <chrono>

#include "jobs/jobs.h"
#include "jobs/study_params.h"

namespace limen {

namespace {

Json flagsOf(const LabelReport& report) {
    Json flags = Json::object();
    for (const auto& [flag, count] : report.flags)
        flags[flagName(flag)] = count;
    return flags;
}

Json histogramOf(const LabelReport& report) {
    Json histogram = Json::object();
    for (const auto& [level, count] : report.histogram)
        histogram[std::to_string(level)] = count;
    return histogram;
}

Outcome run(const Params& params, JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    LabelRequest request;
    request.far = parseFar(params.text("far"));
    request.reading = parseReading(params.text("reading"));
    request.exhaustive = params.flag("exhaustive");
    Study study = Study::open(params.text("study"), Study::Access::ReadWrite);
    const Observation observation = chooseObservation(study, params, context.options());
    const LabelReport report = labelStudy(observation, request, context);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::succeeded({{"codec", observation.codecSetting},
                               {"recognizer", params.text("recognizer")},
                               {"threshold", report.point.threshold},
                               {"far", report.point.far},
                               {"far_requested", report.point.farRequested},
                               {"tar", report.point.tar},
                               {"tar_by_identity", report.point.tarByIdentity},
                               {"genuine_pairs", report.point.genuinePairs},
                               {"impostor_pairs", report.point.impostorPairs},
                               {"labelled", report.labelled},
                               {"flags", flagsOf(report)},
                               {"histogram", histogramOf(report)},
                               {"differs", report.differs ? Json(*report.differs) : Json(nullptr)},
                               {"encoded", report.made.encoded},
                               {"embedded", report.made.embedded},
                               {"seconds", seconds}});
}

}  // namespace

Job labelJob() {
    ParamSpec exhaustive;
    exhaustive.name = "exhaustive";
    exhaustive.type = ParamType::Flag;
    exhaustive.help = "Fill the whole grid of levels and report how often the two readings differ";
    exhaustive.defaultValue = false;
    Job job;
    job.id = "label";
    job.title = "Find JND points";
    job.help =
        "Finds each probe's JND point: the coarsest level at which the recognizer loses no accepted mate and "
        "gains no accepted distractor. Encodes and embeds what is missing; may be stopped and run again.";
    job.params = {
        studyParam(), codecParam(false), recognizerParam(false), farParam(), readingParam(), exhaustive};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
