// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/safe_file.h"
#include "comparison/reported_results.h"
#include "evaluation/report_page.h"
#include "evaluation/report_predictions.h"
#include "jobs/command_line_text.h"
#include "jobs/jobs.h"
#include "jobs/output_file.h"
#include "jobs/study_params.h"
#include "prediction/jnd_predictor.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::string commandOf(const JobRecord& record) {
    const Job* job = findJob(record.verb);
    if (job == nullptr || !record.parameters.is_object())
        return "# limen " + record.verb + ", which this version does not know";
    return portableCommandLine(*job, record.parameters, recordedOptions(record));
}

void addHistory(Study& study, StudyReport& report) {
    for (const JobRecord& record : JobHistory(study).all()) {
        if (record.outcome != "succeeded" && record.outcome != "some items failed") {
            ++report.brokenRuns;
            continue;
        }
        const std::string command = commandOf(record);
        const auto same = std::find(report.commands.begin(), report.commands.end(), command);
        if (same == report.commands.end())
            report.commands.push_back(command);
    }
}

/// The line that makes a stored table or figure again. Tables keep their parameters alone.
std::string commandOfResult(const Json& about) {
    if (!about.is_object())
        return "";
    if (about.contains("command") && about["command"].is_string())
        return about["command"].get<std::string>();
    if (!about.contains("table") || !about.contains("parameters") || !about["parameters"].is_object())
        return "";
    Json parameters = about["parameters"];
    parameters.erase("out");
    RunOptions options;
    if (about.contains("seed") && about["seed"].is_number_unsigned())
        options.seed = about["seed"].get<std::uint64_t>();
    return portableCommandLine(evaluateJob(), parameters, options);
}

Outcome run(const Params& params, JobContext& context) {
    const auto start = std::chrono::steady_clock::now();
    const fs::path out = params.text("out");
    requireExtension(out, {".html", ".htm"}, "The report is written as HTML");
    requireWritable(out);
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    StudyReport report = gatherReport(study, chooseLabelledCodecs(study, params), context.part(0.0, 0.9));
    if (params.has("codec"))
        report.chosenCodecs = params.texts("codec");
    addPredictions(report, params.text("predictor"), context.part(0.9, 1.0));
    addHistory(study, report);
    addStoredResults(study.folder(), commandOfResult, report, context);
    const std::string page = reportPage(report);
    writeFileAtomically(out, page);
    Json codecs = Json::array();
    for (const ReportSet& set : report.sets)
        if (std::find(codecs.begin(), codecs.end(), set.codec.setting) == codecs.end())
            codecs.push_back(set.codec.setting);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return Outcome::succeeded({{"file", fs::absolute(out).lexically_normal().string()},
                               {"bytes", page.size()},
                               {"label_sets", report.sets.size()},
                               {"codecs", codecs},
                               {"predictor", report.predictor},
                               {"tables", report.tables.size()},
                               {"figures", report.figures.size()},
                               {"seconds", seconds}});
}

}  // namespace

Job reportJob() {
    ParamSpec out;
    out.name = "out";
    out.type = ParamType::OutputFile;
    out.help = "HTML file to write";
    out.required = true;
    ParamSpec codecs = codecParam(true);
    codecs.repeated = true;
    codecs.help = "Codec settings to show and compare; every labelled one when left out";
    Job job;
    job.id = "report";
    job.title = "Write a report";
    job.help =
        "Writes one HTML page that needs nothing else: faces, JND points, accuracy and rate curves, the most "
        "and the least compressible faces, the tables and figures of `limen evaluate`, and everything needed "
        "to make the numbers again. Codec settings "
        "labelled with the same recognizer are compared in shared charts. It holds pictures of people: "
        "handle "
        "it accordingly.";
    job.params = {studyParam(),
                  out,
                  codecs,
                  {.name = "predictor",
                   .help = "JND predictor for the faces shown: an installed model or the path of its card",
                   .defaultValue = shippedPredictor}};
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
