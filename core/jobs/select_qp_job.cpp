// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <cmath>

#include "comparison/rate_accuracy.h"
#include "comparison/selection_bias.h"
#include "comparison/selection_export.h"
#include "evaluation/selection_scores.h"
#include "jobs/jobs.h"
#include "jobs/measured_sheets.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// A run of the job: what it was asked, what it found.
struct Selection {
    const Params& params;
    Study study;
    LabelSet labels;
    CodecRecord codec;
    std::shared_ptr<const JndFaces> faces = {};
    std::vector<MeasuredPart> parts = {};
    std::vector<CodedPart> coded = {};
    std::vector<std::string> notes = {};

    SelectionRule rule() const {
        return params.text("rule") == "energy" ? SelectionRule::Energy : SelectionRule::MostAlike;
    }
    void note(const std::string& text, const JobContext& context) {
        notes.push_back(text);
        context.warn(text);
    }
};

void measure(Selection& run, const JobContext& context) {
    run.faces = std::make_shared<const JndFaces>(
        loadJndFaces(run.study, run.labels, std::nullopt, context.part(0.0, 0.05)));
    run.parts = measuredParts(run.study, run.codec, run.faces, run.params, true, context, true);
    if (run.parts.front().part.learned.empty())
        run.note(
            "The study does not hold both people who are kept out of all training and others: all its people "
            "are measured, without the best constant level and the codec mix, which learn from others. "
            "Whether a predictor has learned from them is not known.",
            context);
    encodeParts(run.study, run.codec, run.parts, context.part(0.05, 0.3));
    for (const ComparisonSheet& sheet : measuredSheets(run.parts, {}, context.part(0.3, 0.8))) {
        std::vector<LevelChoice> choices;
        for (const ComparedRow& row : sheet.rows)
            if (std::optional<LevelChoice> choice = choiceOf(row, run.rule()))
                choices.push_back(*std::move(choice));
            else if (run.coded.empty())
                run.note(
                    row.name +
                        " is left out: it predicts levels and no images, and the energy rule needs images.",
                    context);
        run.coded.push_back(codedPart(sheet, std::move(choices)));
    }
    if (!run.params.flag("bias"))
        return;
    const std::string why = addBiases(run.coded, run.parts, run.rule(), context.part(0.8, 0.9));
    if (!why.empty())
        run.note("Nothing is shifted. " + why, context);
}

/// What the recognizer of the labels says; nothing where its accuracy grid is not complete.
std::optional<RecognitionGrid> judgeOf(Selection& run, const JobContext& context) {
    if (!gridCoverage(run.study, run.codec, run.labels.key.recognizer).complete()) {
        run.note(
            "ACC is missing: the recognizer of the labels has not seen every level of every probe; `limen "
            "accuracy` makes what is missing.",
            context);
        return std::nullopt;
    }
    return recognitionGrid(run.study, run.labels, context);
}

Json summary(const CodedPart& pooled,
             const std::vector<int>& selected,
             const SelectedFaces& faces,
             const std::optional<RateAccuracy>& rates,
             std::uint64_t seed) {
    Json json = toJson(summarizeSelection(pooled.truth, selected, faces.codec().levels, seed));
    double bpp = 0.0;
    for (std::size_t i = 0; i < selected.size(); ++i)
        bpp += faces.bpp(pooled.images[i], selected[i]) / static_cast<double>(selected.size());
    json["bpp"] = bpp;
    json["acc"] = nullptr;
    if (rates) {
        json.update(toJson(rates->at(selected)));
        json.update(toJson(rates->difference(selected, seed)));
    }
    return json;
}

Json candidatesOf(const CodedPart& pooled,
                  const SelectedFaces& faces,
                  const std::optional<RateAccuracy>& rates,
                  std::uint64_t seed) {
    Json candidates = Json::array();
    for (const LevelChoice& choice : pooled.choices) {
        Json images = Json::array();
        for (std::size_t i = 0; i < pooled.images.size(); ++i) {
            const JndFace& face = faces.face(pooled.images[i]);
            images.push_back({{"image", face.stem},
                              {"identity", face.identity},
                              {"qp", choice.selected[i]},
                              {"jnd_qp", face.level}});
        }
        candidates.push_back({{"name", choice.name},
                              {"kind", choice.kind},
                              {"rule", choice.rule},
                              {"note", choice.note},
                              {"bias", choice.bias.empty() ? Json() : Json(choice.bias)},
                              {"summary", summary(pooled, choice.selected, faces, rates, seed)},
                              {"images", std::move(images)}});
    }
    return candidates;
}

/// The choice whose streams are written: that of the only predictor, shifted if that was asked for.
std::optional<std::string> choiceToWrite(Selection& run, const CodedPart& pooled, const JobContext& context) {
    const std::size_t named = namesOf(run.params, run.params.has("run") ? "run" : "models").size();
    std::optional<std::string> name;
    for (const LevelChoice& choice : pooled.choices)
        if (choice.kind == kindName(CandidateKind::Predictor))
            name = choice.name;  // the shifted one follows the one it shifts
    if (named == 1 && name)
        return name;
    run.note(named > 1 ? fmt::format("No streams are written: {} predictors are named, and streams are "
                                     "written for one.",
                                     named)
                       : "No streams are written: nothing is selected for the predictor.",
             context);
    return std::nullopt;
}

Json writeFiles(Selection& run,
                const CodedPart& pooled,
                const SelectedFaces& faces,
                const JobContext& context) {
    const fs::path folder = run.params.text("out");
    Json files = {{"selected", writeSelectedLevels(run.coded, faces, folder).string()}, {"streams", nullptr}};
    if (const std::optional<std::string> name = choiceToWrite(run, pooled, context))
        files["streams"] = {
            {"folder", folder.string()},
            {"of", *name},
            {"images", writeSelectedStreams(run.coded, *name, faces, run.study.folder(), folder, context)}};
    return files;
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const LabelSet labels = chooseCurrentLabels(study, params);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    Selection selection{params, std::move(study), labels, codec};
    const std::uint64_t seed = context.options().seed;
    measure(selection, context.part(0.0, 0.85));
    const CodedPart pooled = pooledPart(selection.coded);
    const SelectedFaces faces(selection.study, codec, *selection.faces);
    const std::optional<RecognitionGrid> grid = judgeOf(selection, context.part(0.85, 0.95));
    const std::optional<RateAccuracy> rates =
        grid ? std::optional<RateAccuracy>(std::in_place, *grid, pooled.images) : std::nullopt;
    std::vector<int> truth;
    for (const ScoredFace& face : pooled.truth)
        truth.push_back(face.level);
    Json leftOut = Json::object();
    for (const auto& [flag, count] : selection.faces->leftOut)
        leftOut[flagName(flag)] = count;
    Json result = {{"study", selection.study.name()},
                   {"codec", codec.setting},
                   {"recognizer", EmbeddingTable(selection.study).recognizer(labels.key.recognizer).name},
                   {"rule", params.text("rule")},
                   {"images", pooled.images.size()},
                   {"without_jnd_point", std::move(leftOut)},
                   {"data", selection.faces->description},
                   {"parts", Json::array()},
                   {"true_jnd_points", summary(pooled, truth, faces, rates, seed)},
                   {"candidates", candidatesOf(pooled, faces, rates, seed)}};
    for (const CodedPart& part : selection.coded)
        result["parts"].push_back({{"part", part.name}, {"images", part.images.size()}});
    if (params.has("out"))
        result["files"] = writeFiles(selection, pooled, faces, context.part(0.95, 1.0));
    result["notes"] = selection.notes;
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job selectQpJob() {
    Job job;
    job.id = "select-qp";
    job.title = "Select a QP for each image";
    job.help =
        "At which level to encode each face, by JND images: eq8 takes the level whose decoded image is most "
        "like the JND image (Tian 2022, eq. 8; of equal ones the coarsest), energy, a rule of Limen's own, "
        "the "
        "coarsest level that is at least as like the face as the JND image is. Asks the predictors that are "
        "named, the eye models, the face unchanged, the best constant level and the codec mix; those that "
        "name "
        "levels themselves keep their own under eq8. Says for each how its levels lie to the true JND "
        "points, "
        "and bits per pixel and accuracy of what it selects. On people the predictors have not seen: the "
        "test "
        "part of each fold of --run, or those held out; in a study without them, on everybody. Missing "
        "encodings "
        "are made first; what was measured is kept in the study and not measured again.";
    job.params = {studyParam()};
    for (const ParamSpec& param : candidateParams())
        job.params.push_back(param);
    for (const ParamSpec& param :
         {ParamSpec{.name = "rule",
         .type = ParamType::Choice,
         .help = "eq8: the level most like the JND image; energy: the coarsest as like the face as it",
         .defaultValue = "eq8",
         .choices = {"eq8", "energy"}},
          biasParam(""),
          ParamSpec{.name = "out",
          .type = ParamType::OutputFolder,
          .help = "Writes selected.csv there and, where one predictor is named, each face at its "
                  "selected level: the stream and what a decoder shows (photographs of people)"},
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
