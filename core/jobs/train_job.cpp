// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "evaluation/scored_predictions.h"
#include "jobs/command_line_text.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/run_name.h"
#include "jobs/study_params.h"
#include "jobs/train_eye_model.h"
#include "jobs/train_levels.h"
#include "jobs/train_params.h"
#include "prediction/jnd_predictor.h"
#include "study/embedding_table.h"
#include "training/codec_mix_training.h"
#include "training/held_out.h"
#include "training/jnd_division.h"
#include "training/jnd_training.h"
#include "training/mix_targets.h"
#include "training/trained_model.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

JndTrainingOptions optionsOf(const Params& params) {
    JndTrainingOptions options;
    options.network = {{"afd", params.text("afd")},
                       {"skips", params.text("skips") == "on"},
                       {"depth", std::stoi(params.text("depth"))},
                       {"width", params.has("width") ? std::stod(params.text("width")) : 0.25}};
    options.lambdaId = params.real("lambda-id");
    options.lambdaPixel = params.real("lambda-pixel");
    options.lambdaContent = params.real("lambda-content");
    options.identityDistance = params.text("identity-distance");
    options.content = params.text("content");
    options.contentEvery = static_cast<int>(params.integer("content-every"));
    options.contentCrop = static_cast<int>(params.integer("content-crop"));
    if (params.has("encoder"))
        options.encoder = params.text("encoder");
    if (params.has("batch"))
        options.batch = static_cast<int>(params.integer("batch"));
    options.rate = params.real("rate");
    options.schedule = trainScheduleOf(params, options.schedule);
    options.flip = !params.flag("no-flip");
    options.patience = params.integer("patience");
    options.checkpointEvery = params.integer("checkpoint-every");
    options.keepEvery = params.integer("keep-every");
    options.previewEvery = params.integer("preview-every");
    return options;
}

SplitPlan splitPlanOf(const Params& params, const JobContext& context) {
    return {.unit = params.text("split") == "image" ? SplitUnit::Image : SplitUnit::Identity,
            .validationShare = params.real("validation"),
            .seed = params.has("split-seed") ? static_cast<std::uint64_t>(params.integer("split-seed"))
                                             : context.options().seed};
}

JndDivision readFaces(Study& study, const Params& params, const JobContext& context) {
    const std::optional<std::size_t> most =
        params.has("max-images") ? std::optional(static_cast<std::size_t>(params.integer("max-images")))
                                 : std::nullopt;
    return divideFaces(
        std::make_shared<const JndFaces>(loadJndFaces(study, chooseLabelSet(study, params), most, context)),
        readHeldOutIdentities(heldOutFile(params)));
}

std::vector<RgbImage> predictedImages(const std::vector<RgbImage>& originals,
                                      const fs::path& card,
                                      const JobContext& context) {
    const auto predictor = openJndPredictor(
        card.string(), {context.options().device, context.options().precision, context.workers()});
    return imagesOf(predictor->predict(originals, context));
}

/// Reads the test part once, with the best model as it is stored.
Json measuredImages(const JndFaces& faces,
                    const std::vector<std::size_t>& test,
                    const fs::path& card,
                    bool eyeModel,
                    const JobContext& context) {
    std::vector<RgbImage> originals;
    for (const std::size_t place : test)
        originals.push_back(faces.faces[place].original);
    const std::vector<ScoredFace> network = scorePredictions(
        faces,
        test,
        eyeModel ? eyeModelImages(faces, test, card, context) : predictedImages(originals, card, context));
    const std::vector<ScoredFace> nothing = scorePredictions(faces, test, originals);
    return {{"images", test.size()},
            {"predicted", toJson(summarizeScores(network, context.options().seed))},
            {"original", toJson(summarizeScores(nothing, context.options().seed))},
            {"gain", toJson(summarizeGain(network, nothing, context.options().seed))}};
}

JndRunResult trainMix(
    Study& study, const Params& params, const JndFaces& faces, const JndRun& run, const JobContext& context) {
    const LabelSet labels = chooseLabelSet(study, params);
    CodecMixOptions options;
    options.recognizer = params.has("drift-recognizer")
                             ? params.text("drift-recognizer")
                             : EmbeddingTable(study).recognizer(labels.key.recognizer).openedAs;
    if (params.has("features"))
        options.features = namesOf(params, "features");
    return trainCodecMix(study, EncodingTable(study).codec(labels.key.codec), faces, run, options, context);
}

/// `descriptions`: of a model that predicts levels.
Json runOnce(Study& study,
             const JndDivision& faces,
             const Params& params,
             const fs::path& folder,
             std::optional<int> fold,
             FaceDescriptions* descriptions,
             const JobContext& context) {
    const SplitPlan plan = splitPlanOf(params, context);
    const std::optional<FoldOf> foldOf =
        fold ? std::optional(FoldOf{static_cast<int>(params.integer("folds")), *fold}) : std::nullopt;
    JndRun run{RunFolder(folder), params.text("run"), splitDivision(faces, plan, foldOf), {}, {}};
    run.splitDescription = {{"unit", params.text("split")},
                            {"validation", params.real("validation")},
                            {"seed", plan.seed},
                            {"folds", fold ? Json(params.integer("folds")) : Json()},
                            {"fold", fold ? Json(*fold + 1) : Json()},
                            {"held_out_sha256", sha256HexOfFile(heldOutFile(params))}};
    std::shared_ptr<const JndFaces> learned = faces.faces;
    const std::optional<std::string> teacher =
        params.has("teacher") ? std::optional(params.text("teacher")) : std::nullopt;
    run.target = params.text("target");
    if (run.target == "mix") {
        MixTargets targets = mixTargets(study,
                                        chooseLabelSet(study, params),
                                        faces.faces,
                                        run.split,
                                        {.distractors = params.flag("distractors"), .teacher = teacher},
                                        readHeldOutIdentities(heldOutFile(params)),
                                        context.part(0.0, 0.05));
        learned = targets.faces;
        run.targets = targets.images;
        run.teacher = targets.teacher;
        run.unlabelled = targets.distractors;
    }
    if (params.has("branch-from"))
        run.branchFrom = params.text("branch-from");
    const JndRunResult trained =
        descriptions != nullptr
            ? trainLevels(*descriptions, run, levelTrainingOptionsOf(params), context.part(0.05, 0.9))
        : params.text("model") == "mix" ? trainMix(study, params, *faces.faces, run, context.part(0.05, 0.9))
        : isEyeModelTraining(params)
            ? trainStructuralVisibility(study.folder(),
                                        EncodingTable(study).codec(chooseLabelSet(study, params).key.codec),
                                        *faces.faces,
                                        run,
                                        eyeModelTrainingOptionsOf(params),
                                        context.part(0.05, 0.98))
            : trainJndPredictor(learned, run, optionsOf(params), context.part(0.05, 0.98));
    Json result = {{"run",
                    folder.filename() == run.modelName ? run.modelName
                                                       : run.modelName + "/" + folder.filename().string()},
                   {"state", trained.state},
                   {"steps", trained.steps},
                   {"best_step", trained.bestStep},
                   {"validation_psnr", trained.validationPsnr ? Json(*trained.validationPsnr) : Json()}};
    if (trained.validationError)
        result["validation_error"] = *trained.validationError;
    if (trained.card.empty())
        return result;  // stopped within the first epoch: there is no model
    result["card"] = trained.card.string();
    addTrainingFacts(trained.card,
                     {{"photographs", params.text("data")},
                      {"command", portableCommandLine(trainJob(), params.values(), context.options())}});
    if (!run.split.test.empty()) {
        result["test"] = descriptions != nullptr ? measuredLevels(*faces.faces,
                                                                  descriptions->codec().levels,
                                                                  run.split.test,
                                                                  trained.card,
                                                                  context.part(0.9, 1.0))
                                                 : measuredImages(*faces.faces,
                                                                  run.split.test,
                                                                  trained.card,
                                                                  isEyeModelTraining(params),
                                                                  context.part(0.98, 1.0));
        addMeasurement(trained.card, result["test"]);
    }
    writeFileAtomically(run.folder.result(), result.dump(2) + "\n");
    return result;
}

Outcome run(const Params& params, JobContext& context) {
    const std::string name = runName(params);
    if ((params.flag("distractors") || params.has("teacher")) && params.text("target") != "mix")
        throwBadInput("--distractors and --teacher need --target mix.",
                      "What a network is to answer is else the JND image, which only labelled faces have.");
    if (params.has("fold") && !params.has("folds"))
        throwBadInput("--fold needs --folds.", "Say into how many folds the images are divided.");
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const fs::path folder = study.folder() / "runs" / name;
    const JndDivision faces = readFaces(study, params, context.part(0.0, 0.01));
    std::optional<FaceDescriptions> shared;
    if (predictsLevels(params))
        shared = faceDescriptionsOf(study, chooseLabelSet(study, params), params, faces.faces);
    FaceDescriptions* const descriptions = shared ? &*shared : nullptr;
    if (!params.has("folds")) {
        Json result =
            runOnce(study, faces, params, folder, std::nullopt, descriptions, context.part(0.01, 1.0));
        return Outcome::succeeded(std::move(result));
    }
    const int folds = static_cast<int>(params.integer("folds"));
    const int only = params.has("fold") ? static_cast<int>(params.integer("fold")) : 0;
    if (only > folds)
        throwBadInput(fmt::format("There is no fold {} of {}.", only, folds), "Folds count from 1.");
    Json runs = Json::array();
    for (int fold = 0; fold < folds; ++fold) {
        if (only != 0 && fold + 1 != only)
            continue;
        const double parts = only != 0 ? 1.0 : folds;
        const double begun = only != 0 ? 0.0 : fold;
        runs.push_back(runOnce(study,
                               faces,
                               params,
                               folder / fmt::format("fold-{}", fold + 1),
                               fold,
                               descriptions,
                               context.part(0.01 + 0.99 * begun / parts, 0.01 + 0.99 * (begun + 1) / parts)));
    }
    return Outcome::succeeded({{"run", name}, {"folds", std::move(runs)}});
}

}  // namespace

Job trainJob() {
    Job job;
    job.id = "train";
    job.title = "Train a JND predictor";
    job.help =
        "Teaches a network to predict the JND image of a face from the face alone (Tian 2022), on the labels "
        "of a study, without the people held out. A run may be stopped and goes on where it was; while it is "
        "going, `limen steer` changes its loss weights and its learning rate. --model teaches what else may "
        "tell how far a face can be compressed, on the same people.";
    job.params = trainParams();
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
