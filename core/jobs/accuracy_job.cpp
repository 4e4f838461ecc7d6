// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <chrono>

#include "evaluation/accuracy_curve.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"

namespace limen {

namespace {

Json toJson(const AccuracyReport& report) {
    Json curve = Json::array();
    for (const AccuracyPoint& point : report.curve)
        curve.push_back({{"level", point.level},
                         {"bpp", point.bpp},
                         {"acc", point.accuracy},
                         {"acc_by_identity", point.byIdentity},
                         {"far", point.far}});
    Json jnd = nullptr;
    if (report.jnd.images > 0)
        jnd = {{"bpp", report.jnd.bpp},
               {"acc", report.jnd.accuracy},
               {"images", report.jnd.images},
               {"acc_uncompressed", report.jnd.originalAccuracy}};
    return {{"threshold", report.point.threshold},
            {"far", report.point.far},
            {"acc_uncompressed", report.point.tar},
            {"acc_by_identity_uncompressed", report.point.tarByIdentity},
            {"curve", curve},
            {"jnd", jnd}};
}

Outcome run(const Params& params, JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    LabelRequest request;
    request.far = parseFar(params.text("far"));
    request.reading = parseReading(params.text("reading"));
    Study study = Study::open(params.text("study"), Study::Access::ReadWrite);
    const Observation observation = chooseObservation(study, params, context.options());
    Json result = toJson(measureAccuracy(observation, request, context));
    result["seconds"] = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::succeeded(result);
}

}  // namespace

Job accuracyJob() {
    Job job;
    job.id = "accuracy";
    job.title = "Measure accuracy over levels";
    job.help =
        "Recognition accuracy (TAR at the originals' threshold) and bits per pixel at every level and at the "
        "JND "
        "points. Encodes and embeds what is missing of the grid first.";
    job.params = {studyParam(), codecParam(true), recognizerParam(true), farParam(), readingParam()};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
