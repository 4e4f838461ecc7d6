// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <iterator>

#include "base/error.h"
#include "base/version.h"
#include "comparison/beside_paper.h"
#include "comparison/judges.h"
#include "comparison/part_measures.h"
#include "comparison/prediction_results.h"
#include "comparison/study_table.h"
#include "comparison/table_store.h"
#include "jobs/coding_judges.h"
#include "jobs/comparison_params.h"
#include "jobs/figure_evaluation.h"
#include "jobs/jobs.h"
#include "jobs/measured_sheets.h"
#include "jobs/model_lists.h"
#include "jobs/quality_columns.h"
#include "jobs/study_params.h"

namespace limen {

namespace {

/// A run of the job: what it was asked, what it found.
struct Evaluation {
    const Params& params;
    Study study;
    LabelSet labels;
    CodecRecord codec;
    std::shared_ptr<const JndFaces> faces = {};
    std::vector<MeasuredPart> parts = {};
    std::vector<ComparisonSheet> sheets = {};
    std::vector<PredictionColumn> columns = {};
    std::vector<std::string> notes = {};  ///< of columns: what they are by, or why they are missing
    std::vector<StoredTable> tables = {};
    Json result = Json::object();

    int table() const { return params.has("table") ? params.text("table").front() - '0' : 2; }
};

/// What is measured of predicted images beside the error, with the models that are installed: LPIPS, and
/// differences of face quality. Another model's absence is said below the table.
std::vector<PartMeasure> addColumns(Evaluation& run, const JobContext& context) {
    const int threads = context.workers();
    const std::string& device = context.options().device;
    std::vector<PartMeasure> measures;
    try {
        measures.push_back(pairMeasure("lpips_squeeze", {device, threads}));
        run.columns.push_back({"lpips_squeeze", {"LPIPS (squeeze)", 4, TableColumn::Better::Smaller}});
    } catch (const Error& error) {
        run.notes.push_back(fmt::format("LPIPS (squeeze) is missing: {} {}", error.what(), error.hint()));
    }
    QualityColumns quality =
        qualityColumns(run.study.folder(),
                       run.params,
                       {.device = device, .threads = threads, .seed = context.options().seed});
    std::move(quality.measures.begin(), quality.measures.end(), std::back_inserter(measures));
    run.columns.insert(run.columns.end(), quality.columns.begin(), quality.columns.end());
    run.notes.insert(run.notes.end(), quality.notes.begin(), quality.notes.end());
    return measures;
}

void measure(Evaluation& run, const JobContext& context) {
    run.faces = std::make_shared<const JndFaces>(
        loadJndFaces(run.study, run.labels, std::nullopt, context.part(0.0, 0.05)));
    run.parts = measuredParts(run.study, run.codec, run.faces, run.params, run.table() <= 3, context);
    encodeParts(run.study, run.codec, run.parts, context.part(0.05, 0.3));
    std::vector<PartMeasure> measures;
    if (run.table() == 2 || run.table() == 5)
        measures = addColumns(run, context);
    if (run.table() == 4) {
        const RecognizerRecord recognizer = EmbeddingTable(run.study).recognizer(run.labels.key.recognizer);
        measures.push_back(identityDistances(recognizer.openedAs, recognizer.options));
    }
    run.sheets = measuredSheets(run.parts, measures, context.part(0.3, 1.0));
    run.result["data"] = run.faces->description;
    run.result["parts"] = run.parts.size();
}

void predictionTables(Evaluation& run, std::uint64_t seed) {
    run.result["rows"] = predictionRows(pooledSheet(run.sheets), run.codec.levels, seed);
    run.tables.push_back({"",
                          run.table() == 4 ? identityTable(run.sheets, seed)
                                           : predictionTable(run.sheets, run.columns, seed)});
    std::vector<std::string>& notes = run.tables.back().table.notes;
    notes.insert(notes.end(), run.notes.begin(), run.notes.end());
}

void codingTables(Evaluation& run, const std::vector<int>& constants, const JobContext& context) {
    std::vector<CodedPart> coded;
    for (const ComparisonSheet& sheet : run.sheets)
        coded.push_back(codedPart(sheet, levelChoices(sheet, constants)));
    if (run.params.flag("bias")) {
        const std::string why = addBiases(coded, run.parts, SelectionRule::MostAlike, context.part(0.0, 0.5));
        if (!why.empty()) {
            context.warn(why);
            run.result["no_bias"] = why;
            run.notes.push_back(why);
        }
    }
    run.result["judges"] = Json::array();
    for (const CodingResults& results : judgedByEach(run.study,
                                                     judgesOf(run.study, run.labels, run.codec),
                                                     coded,
                                                     run.codec.levels,
                                                     context.part(0.5, 1.0))) {
        run.result["judges"].push_back(toJson(results));
        run.tables.push_back({results.recognizer, codingTable(results)});
        std::vector<std::string>& notes = run.tables.back().table.notes;
        notes.insert(notes.end(), run.notes.begin(), run.notes.end());
        run.tables.push_back({results.recognizer + " constants", constantLevelsTable(results)});
        if (!results.folds.empty())
            run.tables.push_back({results.recognizer + " folds", codingFoldsTable(results)});
    }
    run.result["rows"] = run.result["judges"][0]["rows"];
}

/// Whose weights the rows are of, as their cards say: hashes by name, one for each part.
Json weightsOf(const std::vector<MeasuredPart>& parts) {
    Json weights = Json::object();
    for (const MeasuredPart& part : parts)
        for (const Candidate& candidate : part.candidates)
            if (candidate.source.contains("sha256"))
                weights[candidate.name].push_back(candidate.source["sha256"]);
    return weights;
}

/// What every table that is measured says below: data, codec, recognizer, weights.
std::vector<std::string> sourceNotes(Evaluation& run, const Json& weights) {
    std::vector<std::string> notes = {
        fmt::format("{}: codec {}, JND points of {} at FAR {} (t0 = {:.4f}).",
                    run.study.name(),
                    run.codec.setting,
                    EmbeddingTable(run.study).recognizer(run.labels.key.recognizer).name,
                    run.labels.key.farRequested,
                    run.labels.threshold)};
    std::string cards;
    for (const auto& [name, hashes] : weights.items()) {
        cards += fmt::format("{}{}", cards.empty() ? "" : "; ", name);
        for (const Json& hash : hashes) {
            // Of each file; a model has one file of weights.
            const std::string text = hash.is_object() && !hash.empty() ? hash.begin()->get<std::string>()
                                                                       : hash.get<std::string>();
            cards += " " + text.substr(0, 8);
        }
    }
    if (!cards.empty())
        notes.push_back(fmt::format("Weights (SHA-256): {}.", cards));
    return notes;
}

/// Keeps the tables in the study and, if asked for, as files.
void keepTables(Evaluation& run, std::uint64_t seed) {
    const std::string measuredOn = run.parts.empty()       ? ""
                                   : run.params.has("run") ? run.params.text("run")
                                                           : "held out";
    Json files = Json::array();
    const auto keep = [&](const StoredTable& table) {
        storeTable(run.study.folder(), table);
        if (run.params.has("out"))
            for (const std::filesystem::path& file : writeTableFiles(table, run.params.text("out")))
                files.push_back(file.string());
    };
    // Tables of other labels stand beside these.
    const std::string recognizer = EmbeddingTable(run.study).recognizer(run.labels.key.recognizer).name;
    const std::string labels = fmt::format("{} {}{}",
                                           run.codec.setting,
                                           recognizer,
                                           run.labels.key.farRequested == LabelKey().farRequested
                                               ? std::string()
                                               : fmt::format(" far {}", run.labels.key.farRequested));
    const Json weights = weightsOf(run.parts);
    const std::vector<std::string> notes = run.faces ? sourceNotes(run, weights) : std::vector<std::string>();
    for (StoredTable& table : run.tables) {
        table.id = tableId(fmt::format("table {} {} {} {}", run.table(), labels, measuredOn, table.id));
        table.table.notes.insert(table.table.notes.end(), notes.begin(), notes.end());
        table.table.about = {{"table", run.table()},
                             {"measured_on", measuredOn},
                             {"parameters", run.params.values()},
                             {"seed", seed},
                             {"versions", versionSummary()}};
        if (run.faces)
            table.table.about.update({{"data", run.faces->description}, {"weights", weights}});
        keep(table);
        if (run.params.flag("beside-paper"))
            if (const auto beside = besidePaper(table, run.study.folder()))
                keep(*beside);
    }
    if (!files.empty())
        run.result["files"] = std::move(files);
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const LabelSet labels = chooseCurrentLabels(study, params);
    if (params.has("figure") && params.has("table"))
        throwBadInput("--table and --figure exclude each other.", "Make one after the other.");
    if (params.has("figure"))
        return evaluateFigure(params, study, labels, context);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    Evaluation evaluation{params, std::move(study), labels, codec};
    evaluation.result["table"] = evaluation.table();
    const std::vector<int> constants = constantLevels(params, codec.levels);
    if (params.flag("bias") && evaluation.table() != 3)
        throwBadInput("--bias belongs to table 3.", "Add --table 3, or leave --bias out.");
    if (evaluation.table() == 3 && !gridCoverage(evaluation.study, codec, labels.key.recognizer).complete())
        throwFailure(fmt::format("The study {} lacks levels of some probes.", evaluation.study.name()),
                     "`limen accuracy` makes what is missing.");
    const std::uint64_t seed = context.options().seed;
    if (evaluation.table() == 1) {
        evaluation.tables.push_back({"", studyTable(evaluation.study, labels)});
        evaluation.result["rows"] = toJson(evaluation.tables.front().table)["rows"];
    } else {
        measure(evaluation, context.part(0.0, 0.8));
        if (evaluation.table() == 3)
            codingTables(evaluation, constants, context.part(0.8, 1.0));
        else
            predictionTables(evaluation, seed);
    }
    keepTables(evaluation, seed);
    return Outcome::succeeded(std::move(evaluation.result));
}

}  // namespace

Job evaluateJob() {
    Job job;
    job.id = "evaluate";
    job.title = "Evaluate JND predictors";
    job.help =
        "The tables of a comparison (Tian 2022), on people the predictors have not seen: those held out, or, "
        "for cross-validated runs, the test part of each fold. 1: what the study is. 2: how far predicted "
        "JND "
        "images lie from the true ones, in dB. 3: rate and recognition when each face is encoded at the "
        "level "
        "that is selected for it, beside constant levels, judged by every recognizer that has measured the "
        "study (`limen accuracy`). 4: how far apart predicted JND images of people are for the recognizer of "
        "the labels. 5: as 2, of runs that differ in their settings. Beside predictors stand the eye models, "
        "the face unchanged, the best constant level and the mean of the face's own levels. What was "
        "measured "
        "is kept in the study and not measured again. Missing encodings are made first. Or a figure, from "
        "what the study holds: 2: accuracy over level, of each recognizer. 3a: the JND points. 3b: accuracy "
        "over rate, and the operating points of predictors that have been measured. 6, 7: one face as the "
        "models see it (a picture of a person: handle it accordingly).";
    job.params = {studyParam(),
                  {.name = "table",
                   .type = ParamType::Choice,
                   .help = "Which table; left out: 2",
                   .choices = {"1", "2", "3", "4", "5"}}};
    for (const ParamSpec& param : figureParams())
        job.params.push_back(param);
    for (const ParamSpec& param : candidateParams())
        job.params.push_back(param);
    for (const ParamSpec& param :
         {qualityParam(),
          constantsParam(),
          biasParam("Table 3: "),
          ParamSpec{.name = "out",
          .type = ParamType::OutputFolder,
          .help = "Writes it there as well: a table as CSV, LaTeX and "
                  "Markdown, a figure as SVG, PDF, PNG and CSV"},
          ParamSpec{.name = "beside-paper",
          .type = ParamType::Flag,
          .help = "Tables 2 to 5: keeps beside each what can be compared with the paper's, orderings "
                  "and relative gains"},
          codecParam(true),
          recognizerParam(true),
          heldOutParam()})
        job.params.push_back(param);
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
