// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/figure_evaluation.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/version.h"
#include "comparison/curve_figures.h"
#include "comparison/face_figure.h"
#include "comparison/judges.h"
#include "comparison/table_store.h"
#include "jobs/command_line_text.h"
#include "jobs/comparison_params.h"
#include "jobs/jobs.h"
#include "metrics/psnr.h"
#include "prediction/jnd_predictor.h"

namespace limen {

namespace {

/// What figures of predictions are made from.
struct Predictions {
    std::shared_ptr<const JndFaces> faces;
    std::vector<MeasuredPart> parts;

    /// Rows of predictors as they are now; nothing is measured for them.
    ComparisonSheet storedPredictors() const {
        std::vector<ComparisonSheet> sheets;
        for (const MeasuredPart& measured : parts) {
            sheets.push_back(readSheet(measured.part));
            std::erase_if(sheets.back().rows, [&measured](const ComparedRow& row) {
                return std::none_of(measured.candidates.begin(),
                                    measured.candidates.end(),
                                    [&row](const Candidate& candidate) {
                                        return candidate.kind == CandidateKind::Predictor &&
                                               candidate.name == row.name && candidate.source == row.source;
                                    });
            });
        }
        return pooledSheet(sheets);
    }
};

Predictions predictionsOf(
    const Params& params, Study& study, const LabelSet& labels, bool eyeModels, const JobContext& context) {
    Predictions result;
    result.faces = std::make_shared<const JndFaces>(loadJndFaces(study, labels, std::nullopt, context));
    result.parts = measuredParts(
        study, EncodingTable(study).codec(labels.key.codec), result.faces, params, eyeModels, context);
    return result;
}

std::string measuredOn(const Params& params) {
    return params.has("run") ? params.text("run") : "held out";
}

/// The operating points of predictors whose measurements the study keeps, as each judge sees them.
std::vector<StoredFigure> operatingPoints(const Params& params,
                                          Study& study,
                                          const LabelSet& labels,
                                          const JobContext& context) {
    Predictions predictions;
    try {
        predictions = predictionsOf(params, study, labels, false, context.part(0.0, 0.5));
    } catch (const Error& error) {
        if (params.has("run") || params.text("models") != shippedPredictor)
            throw;
        // Nobody was asked for, and a study need not hold people on whom the shipped predictor can be judged.
        context.info(fmt::format("No operating points of predictors: {}", error.what()));
        return {};
    }
    const ComparisonSheet sheet = predictions.storedPredictors();
    if (sheet.rows.empty()) {
        context.info(
            "No predictor has been measured, so that none has an operating point: `limen evaluate "
            "--table 3` measures them.");
        return {};
    }
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const std::string recognizer = EmbeddingTable(study).recognizer(labels.key.recognizer).name;
    std::vector<StoredFigure> figures;
    for (const LabelSet& judge : judgesOf(study, labels, codec)) {
        const RecognitionGrid grid = recognitionGrid(study, judge, context.part(0.5, 1.0));
        figures.push_back(operatingPointFigure(sheet, grid, codec));
        figures.back().id += "-" + tableId(recognizer + " " + measuredOn(params));
        figures.back().about["measured_on"] = measuredOn(params);
    }
    return figures;
}

/// The face that is shown: its part, its place in the part, and why it.
struct ChosenFace {
    const MeasuredPart* measured = nullptr;
    std::size_t place = 0;  ///< in faces.faces
    std::string reason;
};

ChosenFace chosenByName(const Predictions& predictions, const std::string& name) {
    for (const MeasuredPart& measured : predictions.parts)
        for (const std::size_t place : measured.part.measured)
            if (predictions.faces->faces[place].name() == name)
                return {&measured, place, "The face was chosen by name."};
    const bool known = std::any_of(predictions.faces->faces.begin(),
                                   predictions.faces->faces.end(),
                                   [&name](const JndFace& face) { return face.name() == name; });
    if (known)
        throwBadInput(
            fmt::format(
                "{} is not among the faces that are measured: people whom the predictors have not seen.",
                name),
            "Name one of those held out, or --run with the run that holds it out.");
    throwBadInput(fmt::format("No face {} has a JND point in these labels.", name),
                  "A face is IDENTITY/STEM, as `limen export --what labels` lists them.");
}

ChosenFace chosenByRank(const Predictions& predictions, bool median) {
    const ComparisonSheet sheet = predictions.storedPredictors();
    const ComparedRow* best = bestPredictor(sheet);
    if (best == nullptr)
        throwBadInput("No predictor of images has been measured, by which a face could be chosen.",
                      "`limen evaluate --table 2` with the same options measures them; or name a face with "
                      "--image.");
    const std::int64_t image = sheet.images[faceAtShare(sheet, *best, median ? 0.5 : 0.25)];
    for (const MeasuredPart& measured : predictions.parts)
        for (const std::size_t place : measured.part.measured)
            if (predictions.faces->faces[place].image == image)
                return {
                    &measured,
                    place,
                    fmt::format("Of {} measured faces the one with the {} PSNR of {}, which is the highest "
                                "of the predictors' on average.",
                                sheet.images.size(),
                                median ? "median" : "lower-quartile",
                                best->name)};
    throwFailure("A measured face is not among the faces of the study.");
}

std::string psnrText(double value) {
    return std::isfinite(value) ? fmt::format("{:.2f} dB", value) : "equal";
}

/// Figures 6 and 7: what models see in one face.
StoredFigure faceFigure(const Params& params,
                        Study& study,
                        const LabelSet& labels,
                        const JobContext& context) {
    const bool median = params.text("figure") == "6";
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const Predictions predictions = predictionsOf(params, study, labels, true, context.part(0.0, 0.7));
    const ChosenFace chosen = params.has("image") ? chosenByName(predictions, params.text("image"))
                                                  : chosenByRank(predictions, median);
    const JndFace& face = predictions.faces->faces[chosen.place];
    ComparedPart alone = chosen.measured->part;
    alone.measured = {chosen.place};
    const double unchanged = psnr(face.jnd, face.original);
    std::vector<FacePanel> panels = {
        {"original", face.original, {psnrText(unchanged)}},
        {"ground truth", face.jnd, {fmt::format("{} {}", codec.levels.unit, face.level)}}};
    StoredFigure figure;
    figure.numbers.columns = {{"PSNR to the ground truth, dB", 2, TableColumn::Better::Larger}};
    figure.numbers.rows.push_back(
        {"original", "", false, {std::isfinite(unchanged) ? TableCell(unchanged) : TableCell("equal")}});
    Json models = Json::object();
    std::string levelsOnly;
    double highest = 0.0;
    for (const Candidate& candidate : chosen.measured->candidates) {
        if (candidate.kind == CandidateKind::Baseline)
            continue;
        const CandidateAnswers answers = candidate.answer(alone, context.part(0.7, 1.0));
        models[candidate.name] = candidate.source;
        if (!answers.faces.front().hasImage()) {
            levelsOnly += (levelsOnly.empty() ? "" : ", ") + candidate.name;
            continue;
        }
        const double value = psnr(face.jnd, answers.faces.front().jnd);
        highest = std::max(highest, value);
        panels.push_back({candidate.name, answers.faces.front().jnd, {psnrText(value)}});
        figure.numbers.rows.push_back(
            {candidate.name, "", true, {std::isfinite(value) ? TableCell(value) : TableCell("equal")}});
    }
    for (FacePanel& panel : panels)
        panel.best = &panel - panels.data() > 1 && panel.caption.front() == psnrText(highest);
    const int range = panelRange(panels);
    figure.svg = faceFigureSvg(panels, range);
    const std::string recognizer = EmbeddingTable(study).recognizer(labels.key.recognizer).name;
    figure.id =
        tableId(fmt::format(
            "figure {} {} {} {}", params.text("figure"), codec.setting, recognizer, measuredOn(params))) +
        (params.has("image") ? fmt::format("-image-{}", face.image) : "");
    figure.title = "One face as models see it at its JND point";
    figure.numbers.title = figure.title;
    figure.notes = {
        fmt::format("Above: the original, the JND image ({} at {} {}, labels by {}), and the JND images of "
                    "models; below: the original minus each. Numbers: PSNR to the ground truth. Eye models: "
                    "the authors' programs with the published injection, seed {}.",
                    codec.setting,
                    codec.levels.unit,
                    face.level,
                    recognizer,
                    context.options().seed),
        chosen.reason,
        "The figure shows the face of a person: it is personal data."};
    if (!levelsOnly.empty())
        figure.notes.push_back("Predicting levels and no image: " + levelsOnly + ".");
    figure.notes.emplace_back(otherDataNote);
    figure.about = {
        {"data", predictions.faces->description}, {"measured_on", measuredOn(params)}, {"models", models}};
    return figure;
}

std::vector<StoredFigure> figuresOf(const Params& params,
                                    Study& study,
                                    const LabelSet& labels,
                                    const JobContext& context) {
    const std::string which = params.text("figure");
    if (which == "2")
        return {accuracyFigure(study, labels, context)};
    if (which == "3a")
        return {jndPointFigure(study, labels, context)};
    if (which != "3b")
        return {faceFigure(params, study, labels, context)};
    std::vector<StoredFigure> figures = {rateFigure(study, labels, context.part(0.0, 0.3))};
    for (StoredFigure& figure : operatingPoints(params, study, labels, context.part(0.3, 1.0)))
        figures.push_back(std::move(figure));
    return figures;
}

/// The rows of a table by the names of its columns.
Json rowsOf(const ResultTable& table) {
    Json rows = Json::array();
    for (const TableRow& row : table.rows) {
        rows.push_back({{"row", row.name}});
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const TableCell& cell = row.cells[column];
            const bool isCount = table.columns[column].digits == 0 && cell.value;
            rows.back()[table.columns[column].name] = !cell.text.empty() ? Json(cell.text)
                                                      : isCount          ? Json(std::llround(*cell.value))
                                                      : cell.value       ? Json(*cell.value)
                                                                         : Json();
        }
    }
    return rows;
}

/// The command without who is shown: it goes into files that are passed on.
std::string commandOf(const Params& params, const JobContext& context) {
    Json values = params.values();
    if (values.contains("image"))
        values["image"] = "IDENTITY/STEM";
    values.erase("out");
    return portableCommandLine(evaluateJob(), values, context.options());
}

}  // namespace

std::vector<ParamSpec> figureParams() {
    return {{.name = "figure",
             .type = ParamType::Choice,
             .help = "Which figure, in place of a table",
             .choices = {"2", "3a", "3b", "6", "7"}},
            {.name = "image",
             .help = "Figures 6 and 7: the face, IDENTITY/STEM; left out: the one with the median (6) or the "
                     "lower quartile (7) PSNR of the best predictor that has been measured"}};
}

Outcome evaluateFigure(const Params& params, Study& study, const LabelSet& labels, JobContext& context) {
    const std::string which = params.text("figure");
    if (params.has("image") && which != "6" && which != "7")
        throwBadInput("--image is for the figures 6 and 7.", "The others show no face.");
    Json shown = Json::array(), files = Json::array(), numbers = Json::object();
    for (StoredFigure& figure : figuresOf(params, study, labels, context)) {
        figure.about["figure"] = which;
        figure.about["parameters"] = params.values();
        figure.about["command"] = commandOf(params, context);
        figure.about["seed"] = context.options().seed;
        figure.about["versions"] = versionSummary();
        storeFigure(study.folder(), figure);
        shown.push_back({{"id", figure.id}, {"title", figure.title}});
        numbers[figure.id] = rowsOf(figure.numbers);
        if (params.has("out"))
            for (const std::filesystem::path& file : writeFigureFiles(figure, params.text("out")))
                files.push_back(file.string());
    }
    Json result = {{"figure", which}, {"figures", std::move(shown)}, {"numbers", std::move(numbers)}};
    if (!files.empty())
        result["files"] = std::move(files);
    return Outcome::succeeded(std::move(result));
}

}  // namespace limen
