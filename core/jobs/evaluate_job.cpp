// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <set>

#include "base/error.h"
#include "base/safe_file.h"
#include "comparison/coding_results.h"
#include "comparison/compared_parts.h"
#include "comparison/part_measurement.h"
#include "comparison/prediction_results.h"
#include "hvs/eye_model.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "labelling/missing_encodings.h"
#include "prediction/jnd_predictor.h"
#include "training/held_out.h"
#include "training/jnd_division.h"

namespace limen {

namespace {

/// What is measured, and by whom.
struct Measured {
    ComparedPart part;
    std::vector<Candidate> candidates;
};

void encodeAll(const Study& study,
               const CodecRecord& codec,
               const JndFaces& faces,
               const std::vector<Measured>& parts,
               const JobContext& context) {
    std::set<ImageId> needed;
    for (const Measured& measured : parts)
        for (const auto* places : {&measured.part.learned, &measured.part.measured})
            for (const std::size_t place : *places)
                needed.insert(faces.faces[place].image);
    Study reading = Study::open(study.folder(), Study::Access::ReadOnly);
    std::vector<ImageRecord> images = ImageTable(reading).withRole(Role::Probe);
    std::erase_if(images, [&needed](const ImageRecord& image) { return !needed.contains(image.id); });
    const EncodingReport report =
        encodeMissing(study.folder(), codec.setting, images, codec.levels.all(), context);
    if (!report.failed.empty())
        throwFailure(fmt::format(
            "{} cannot be encoded: {}", report.failed.front().file, report.failed.front().reason));
}

PredictorOptions predictorOptions(const JobContext& context) {
    return {context.options().device, context.options().precision, context.workers()};
}

std::vector<Candidate> candidatesFor(const Params& params, std::uint64_t seed) {
    std::vector<Candidate> candidates = baselineCandidates();
    const std::string wanted = params.text("eye-models");
    if (wanted == "none")
        return candidates;
    std::vector<Candidate> models = eyeModelCandidates(seed);
    if (wanted != "all") {
        const std::vector<std::string> names = namesOf(params, "eye-models");
        for (const std::string& name : names)
            createEyeModel(name);  // says which there are
        std::erase_if(models, [&names](const Candidate& model) {
            return std::find(names.begin(), names.end(), model.name) == names.end();
        });
    }
    candidates.insert(candidates.end(), models.begin(), models.end());
    return candidates;
}

std::vector<Measured> whatIsMeasured(const Study& study,
                                     const CodecRecord& codec,
                                     const std::shared_ptr<const JndFaces>& faces,
                                     const Params& params,
                                     const JobContext& context) {
    const std::vector<Candidate> everywhere = candidatesFor(params, context.options().seed);
    std::vector<Measured> result;
    if (params.has("run")) {
        for (PartOfRuns& run : partsOfRuns(study, codec, *faces, namesOf(params, "run"))) {
            result.push_back({std::move(run.part), everywhere});
            for (const auto& [name, card] : run.models)
                result.back().candidates.push_back(
                    predictorCandidate(card.string(), predictorOptions(context), name));
        }
        return result;
    }
    const JndDivision division = divideFaces(faces, readHeldOutIdentities(heldOutFile(params)));
    result.push_back({heldOutPart(study, codec, division), everywhere});
    for (const std::string& model : namesOf(params, "models"))
        result.back().candidates.push_back(predictorCandidate(model, predictorOptions(context)));
    return result;
}

/// Measures what is not stored yet; the candidates' rows alone, in their order.
ComparisonSheet measuredSheet(const Measured& measured, const JobContext& context) {
    ComparisonSheet sheet = readSheet(measured.part);
    measurePart(
        sheet, measured.part, measured.candidates, {}, [&] { writeSheet(measured.part, sheet); }, context);
    std::vector<ComparedRow> rows;
    for (const Candidate& candidate : measured.candidates)
        rows.push_back(*sheet.find(candidate.name));
    sheet.rows = std::move(rows);
    return sheet;
}

/// Tables as files: NAME.csv, NAME.tex and NAME.md.
void writeTable(const Params& params, const std::string& name, const ResultTable& table, Json& files) {
    if (!params.has("out"))
        return;
    const std::filesystem::path folder = params.text("out");
    makeFolder(folder);
    for (const auto& [extension, text] :
         {std::pair{"csv", tableCsv(table)}, {"tex", tableLatex(table)}, {"md", tableMarkdown(table)}}) {
        const std::filesystem::path file = folder / fmt::format("{}.{}", name, extension);
        writeFileAtomically(file, text);
        files.push_back(file.string());
    }
}

std::vector<int> constantLevels(const Params& params, const CodecLevels& levels) {
    std::vector<int> constants;
    if (!params.has("constants"))
        return levels.unit == "QP" ? std::vector<int>{24, 32, 35, 36, 37, 40, 41, 42} : constants;
    for (const std::string& name : namesOf(params, "constants")) {
        int level = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), level);
        if (error != std::errc() || end != name.data() + name.size() || levels.indexOf(level) < 0)
            throwBadInput(
                fmt::format("--constants names {}, which is no {} of the codec.", name, levels.unit),
                fmt::format("Levels are {} to {}.", levels.finest, levels.coarsest));
        constants.push_back(level);
    }
    return constants;
}

/// The label sets that judge: that of the labels themselves first, then those of other recognizers at the
/// same FAR whose grid is complete.
std::vector<LabelSet> judgesOf(Study& study, const LabelSet& labels, const CodecRecord& codec) {
    std::vector<LabelSet> judges = {labels};
    std::set<RecognizerId> taken = {labels.key.recognizer};
    for (const LabelSet& set : LabelTable(study).sets()) {
        if (set.key.codec == labels.key.codec && set.key.farRequested == labels.key.farRequested &&
            set.key.reading == labels.key.reading && set.complete && !set.stale &&
            gridCoverage(study, codec, set.key.recognizer).complete() &&
            taken.insert(set.key.recognizer).second)
            judges.push_back(set);
    }
    return judges;
}

Json codingJson(Study& study,
                const Params& params,
                const LabelSet& labels,
                const CodecRecord& codec,
                const ComparisonSheet& sheet,
                const std::vector<int>& constants,
                Json& files,
                const JobContext& context) {
    const std::uint64_t seed = context.options().seed;
    Json judges = Json::array();
    const std::vector<LabelSet> sets = judgesOf(study, labels, codec);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const auto count = static_cast<double>(sets.size());
        const RecognitionGrid grid = recognitionGrid(
            study, sets[i], context.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count));
        judges.push_back(codingRows(sheet, grid, codec.levels, constants, seed));
        writeTable(params,
                   "table-3-" + grid.recognizer,
                   codingTable(sheet, grid, codec.levels, constants, seed),
                   files);
    }
    return judges;
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const LabelSet labels = chooseLabelSet(study, params);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const auto faces =
        std::make_shared<const JndFaces>(loadJndFaces(study, labels, std::nullopt, context.part(0.0, 0.05)));
    const bool coding = params.text("table") == "3";
    const std::vector<int> constants = constantLevels(params, codec.levels);
    if (coding && !gridCoverage(study, codec, labels.key.recognizer).complete())
        throwFailure(fmt::format("The study {} lacks levels of some probes.", study.name()),
                     "`limen accuracy` makes what is missing.");
    const std::vector<Measured> parts = whatIsMeasured(study, codec, faces, params, context);
    encodeAll(study, codec, *faces, parts, context.part(0.05, 0.3));
    std::vector<ComparisonSheet> sheets;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto count = static_cast<double>(parts.size());
        const double from = 0.3 + 0.5 * static_cast<double>(i) / count;
        sheets.push_back(measuredSheet(parts[i], context.part(from, from + 0.5 / count)));
    }
    const ComparisonSheet all = pooledSheet(sheets);
    Json files = Json::array();
    Json result = {{"table", coding ? 3 : 2}, {"data", faces->description}, {"parts", parts.size()}};
    if (coding) {
        Json judges = codingJson(study, params, labels, codec, all, constants, files, context.part(0.8, 1.0));
        result["rows"] = judges[0]["rows"];
        result["judges"] = std::move(judges);
    } else {
        result["rows"] = predictionRows(all, codec.levels, context.options().seed);
        writeTable(params, "table-2", predictionTable(sheets, {}, context.options().seed), files);
    }
    if (!files.empty())
        result["files"] = std::move(files);
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job evaluateJob() {
    Job job;
    job.id = "evaluate";
    job.title = "Evaluate JND predictors";
    job.help =
        "The tables of a comparison, on people the predictors have not seen: those held out, or, for "
        "cross-validated runs, the test part of each fold. Table 2: how far predicted JND images lie from "
        "the "
        "true ones, in dB. Table 3: rate and recognition when each face is encoded at the level that is "
        "selected for it, beside constant levels, judged by every recognizer that has measured the study "
        "(`limen accuracy`). Beside predictors stand the eye models, the face unchanged, the best constant "
        "level and the mean of the face's own levels. What was measured is kept in the study and not "
        "measured "
        "again. Missing encodings are made first.";
    job.params = {studyParam(),
                  {.name = "table",
                   .type = ParamType::Choice,
                   .help = "Which table: 2, predicted JND images; 3, coding guided by them",
                   .defaultValue = "2",
                   .choices = {"2", "3"}},
                  {.name = "models",
                   .help = "JND predictors, separated by commas: installed models or cards",
                   .defaultValue = shippedPredictor},
                  {.name = "run",
                   .help = "Runs of the study, separated by commas and divided alike, in place of --models"},
                  {.name = "eye-models",
                   .help = "Eye models, separated by commas, or all, or none",
                   .defaultValue = "all"},
                  {.name = "constants",
                   .help = "Table 3: constant levels, separated by commas; left out: QP 24, 32, 35, 36, 37, "
                           "40, 41 and 42"},
                  {.name = "out",
                   .type = ParamType::OutputFolder,
                   .help = "Writes the table there as CSV, LaTeX and Markdown"},
                  codecParam(true),
                  recognizerParam(true),
                  heldOutParam()};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
