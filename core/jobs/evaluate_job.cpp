// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/error.h"
#include "evaluation/prediction_table.h"
#include "evaluation/selection_scores.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "labelling/missing_encodings.h"
#include "prediction/jnd_predictor.h"
#include "training/held_out.h"
#include "training/jnd_division.h"

namespace limen {

namespace {

/// One set of faces that is measured, with those whose JND points may be known, and who predicts.
struct Part {
    std::vector<std::size_t> learned, measured;
    std::vector<std::string> models;  ///< names or cards, the same number in each part
};

std::vector<std::size_t> joined(std::vector<std::size_t> a, const std::vector<std::size_t>& b) {
    a.insert(a.end(), b.begin(), b.end());
    std::sort(a.begin(), a.end());
    return a;
}

/// The folds of a run, each measured on its own test part with its own model; or the run itself.
std::vector<Part> partsOfRun(const Study& study, const std::string& name, const JndFaces& faces) {
    std::vector<Part> parts;
    for (const RunEntry& entry : listRuns(study.folder())) {
        if (entry.name != name && !entry.name.starts_with(name + "/fold-"))
            continue;
        const auto card = entry.folder.model() / (name + ".json");
        const std::optional<RunStatus> status = entry.folder.readStatus();
        if (!std::filesystem::exists(card) || !status || status->state == "running" ||
            status->state == "paused" || status->state == "cancelled" || status->state == "failed")
            throwBadInput(fmt::format("The run {} is not finished.", entry.name),
                          "`limen train` with the same options goes on with it.");
        const TrainingSplit split = readSplit(entry.folder, faces);
        parts.push_back({joined(split.train, split.validation), split.test, {card.string()}});
    }
    if (parts.empty())
        throwBadInput(fmt::format("The study {} has no run {}.", study.name(), name),
                      "Run `limen train` first.");
    return parts;
}

void encodeAll(const Study& study,
               const CodecRecord& codec,
               const JndFaces& faces,
               const std::vector<Part>& parts,
               const JobContext& context) {
    std::set<ImageId> needed;
    for (const Part& part : parts)
        for (const std::size_t place : joined(part.learned, part.measured))
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

std::vector<PredictionRow> rowsOf(Study& study,
                                  const CodecRecord& codec,
                                  const JndFaces& faces,
                                  const Part& part,
                                  const JobContext& context) {
    std::vector<PredictionRow> rows =
        baselinePredictions(study, codec, faces, part.learned, part.measured, context.part(0.0, 0.8));
    std::vector<RgbImage> originals;
    for (const std::size_t place : part.measured)
        originals.push_back(faces.faces[place].original);
    for (std::size_t i = 0; i < part.models.size(); ++i) {
        const auto predictor = openAnyPredictor(
            part.models[i], {context.options().device, context.options().precision, context.workers()});
        const double share = 0.2 / static_cast<double>(part.models.size());
        const double from = 0.8 + share * static_cast<double>(i);
        std::vector<JndPrediction> predicted =
            predictor->predict(originals, context.part(from, from + 0.5 * share));
        keepLevelsOf(codec.setting, predictor->card(), predicted);
        const bool images = predictor->card().task == jndTask;
        rows.push_back({predictor->card().name,
                        images ? "a trained predictor" : predictor->card().options.value("method", ""),
                        images ? scorePredictions(faces, part.measured, imagesOf(predicted))
                               : unscoredFaces(faces, part.measured),
                        selectedLevels(study,
                                       codec,
                                       faces,
                                       part.measured,
                                       predicted,
                                       context.part(from + 0.5 * share, from + share)),
                        images});
    }
    return rows;
}

/// Parts measured for themselves become one table: row by row, face by face.
std::vector<PredictionRow> pooled(std::vector<std::vector<PredictionRow>> tables) {
    std::vector<PredictionRow> rows = std::move(tables.front());
    for (std::size_t table = 1; table < tables.size(); ++table)
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (rows[row].name != tables[table][row].name)
                rows[row].name += ", " + tables[table][row].name;
            const PredictionRow& other = tables[table][row];
            rows[row].faces.insert(rows[row].faces.end(), other.faces.begin(), other.faces.end());
            rows[row].selected.insert(rows[row].selected.end(), other.selected.begin(), other.selected.end());
        }
    return rows;
}

Json tableJson(const std::vector<PredictionRow>& rows, const CodecLevels& levels, std::uint64_t seed) {
    Json table = Json::array();
    for (const PredictionRow& row : rows) {
        Json json = {{"model", row.name}, {"note", row.note}};
        json["predicts"] = row.predictsImages ? "images" : "levels";
        json["selection"] = toJson(summarizeSelection(row.faces, row.selected, levels, seed));
        if (row.predictsImages) {
            json.update(toJson(summarizeScores(row.faces, seed)));
            json["gain"] = toJson(summarizeGain(row.faces, rows[0].faces, seed));
            json["gain_over_mix"] = toJson(summarizeGain(row.faces, rows[2].faces, seed));
        } else {
            json["images"] = row.faces.size();
            json["psnr"] = Json();
        }
        table.push_back(std::move(json));
    }
    return table;
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const LabelSet labels = chooseLabelSet(study, params);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const auto faces =
        std::make_shared<const JndFaces>(loadJndFaces(study, labels, std::nullopt, context.part(0.0, 0.05)));
    std::vector<Part> parts;
    if (params.has("run")) {
        parts = partsOfRun(study, params.text("run"), *faces);
    } else {
        const JndDivision division = divideFaces(faces, readHeldOutIdentities(heldOutFile(params)));
        if (division.heldOut.empty() || division.open.empty())
            throwBadInput(
                fmt::format("The study {} holds no people of the list, or nobody else.", study.name()),
                "Name a run with --run, or another list with --held-out.");
        parts.push_back({division.open, division.heldOut, namesOf(params, "models")});
    }
    encodeAll(study, codec, *faces, parts, context.part(0.05, 0.4));
    std::vector<std::vector<PredictionRow>> tables;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto count = static_cast<double>(parts.size());
        const double from = 0.4 + 0.6 * static_cast<double>(i) / count;
        tables.push_back(rowsOf(study, codec, *faces, parts[i], context.part(from, from + 0.6 / count)));
    }
    return Outcome::succeeded(
        {{"table", 2},
         {"data", faces->description},
         {"parts", parts.size()},
         {"rows", tableJson(pooled(std::move(tables)), codec.levels, context.options().seed)}});
}

}  // namespace

Job evaluateJob() {
    Job job;
    job.id = "evaluate";
    job.title = "Evaluate JND predictors";
    job.help =
        "How far predicted JND images lie from the true ones, in dB, on people the predictors have not seen: "
        "those held out, or, for a cross-validated run, the test part of each fold. Beside them stand the "
        "face unchanged, the best constant level and the mean of the face's own levels. And how far the "
        "levels to encode the faces at lie from their JND points; that is all there is of models that "
        "predict levels and no images (`train --model mv-nr`, `mv-fr`, `regressor`). Missing encodings are "
        "made first.";
    job.params = {
        studyParam(),
        {.name = "table",
         .type = ParamType::Choice,
         .help = "Which table: 2, predicted JND images",
         .defaultValue = "2",
         .choices = {"2"}},
        {.name = "models",
         .help = "Predictors of JND images or levels, separated by commas: installed models or cards",
         .defaultValue = shippedPredictor},
        {.name = "run", .help = "A run of the study, in place of --models"},
        codecParam(true),
        recognizerParam(true),
        heldOutParam()};
    job.run = run;
    job.changesStudy = true;
    job.inWindow = true;
    return job;
}

}  // namespace limen
