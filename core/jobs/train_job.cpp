// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
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
    if (params.has("epochs"))
        options.schedule.epochs = params.integer("epochs");
    options.schedule.flatEpochs =
        params.has("flat-epochs") ? params.integer("flat-epochs") : options.schedule.epochs / 2;
    options.schedule.tail =
        params.text("tail") == "literal" ? EpochSchedule::Tail::Literal : EpochSchedule::Tail::Linear;
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

ParamSpec choice(const char* name, const char* help, std::vector<std::string> choices, const char* value) {
    return {.name = name,
            .type = ParamType::Choice,
            .help = help,
            .defaultValue = value,
            .choices = std::move(choices)};
}

ParamSpec count(const char* name, const char* help, long least, Json value = {}) {
    return {.name = name,
            .type = ParamType::Integer,
            .help = help,
            .defaultValue = std::move(value),
            .minimum = static_cast<double>(least),
            .maximum = 1e9};
}

std::vector<ParamSpec> parameters() {
    std::vector<ParamSpec> params = {
        studyParam(),
        {.name = "config",
         .type = ParamType::ConfigFile,
         .help = "JSON object with values for any of these options; what is given here as well wins"},
        {.name = "run",
         .help = "Name of the run: a folder below the study's runs; again with the same name it goes on",
         .defaultValue = "jnd"},
        codecParam(true),
        recognizerParam(true),
        choice("model",
               "What is taught: tian, the paper's network, which sees the face alone; mix, of our own, "
               "which sees every level of it as well and takes of what follows only `split`, `validation`, "
               "`folds`, `fold`, `drift-recognizer` and `features`; or what predicts a level and no image: "
               "mv-nr and mv-fr, JND-MV-NR and JND-MV-FR re-implemented after the published description, and "
               "regressor, a ridge on the recognizer's embedding; or shen21, the eye model \"Shen21 "
               "(re-trained, surrogate labels)\", which learns what an eye may overlook from coded patches",
               {"tian", "mix", "mv-nr", "mv-fr", "regressor", "shen21"},
               "tian"),
        {.name = "drift-recognizer",
         .help = "mix: recognizer whose embeddings tell how far a level has drifted from the face; left out: "
                 "that of the labels"},
        {.name = "features",
         .help = "mix: what the head sees, of drift, rate, error and picture, separated by commas; left out: "
                 "all"},
        count("epochs",
              "Passes over the images to learn from; left out: 100, of mv-nr and mv-fr 60, of shen21 40",
              1),
        count("flat-epochs", "Epochs at the full learning rate, before it falls; left out: half of them", 0),
        choice("tail",
               "How the rate falls then: linear to 0, or literally to a fifth every epoch",
               {"linear", "literal"},
               "linear"),
        {.name = "batch",
         .type = ParamType::Integer,
         .help = "Images per step; left out: 12, of mv-nr and mv-fr 32, of shen21 20 patches",
         .minimum = 2.0,
         .maximum = 1024.0},
        numberParam("rate", ParamType::Real, "Learning rate of Adam", 1e-4, 1e-8, 1.0),
        numberParam("lambda-id", ParamType::Real, "Weight of the identity loss", 0.5, 0.0, 1e6),
        numberParam("lambda-pixel", ParamType::Real, "Weight of the pixel loss", 5.0, 0.0, 1e6),
        numberParam("lambda-content", ParamType::Real, "Weight of the content loss", 0.1, 0.0, 1e6),
        choice("afd",
               "How features are divided into identity and residual: gam, gate, or not at all",
               {"gam", "gate", "off"},
               "gam"),
        choice("skips", "Whether the decoder sees the residual features of every level", {"on", "off"}, "on"),
        choice("depth", "Depth of the encoder, as in IR-18, IR-34 or IR-50", {"18", "34", "50"}, "50"),
        {.name = "width",
         .type = ParamType::Choice,
         .help = "Share of the paper's channels; left out: 0.25, of shen21 1",
         .choices = {"1", "0.5", "0.25"}},
        choice("target",
               "What the network is to answer: the JND image, or the codec mix, its mean over how "
               "JND points are distributed (needs every level: `limen encode`)",
               {"jnd", "mix"},
               "jnd"),
        {.name = "teacher",
         .help = "target mix: a predictor that `--model mix` taught, which tells how likely each level of a "
                 "face is; left out: how often levels are JND points"},
        {.name = "distractors",
         .type = ParamType::Flag,
         .help = "target mix: learn from the distractors too, of which no JND point is known (`limen encode "
                 "--distractors` first)"},
        {.name = "content",
         .help = "What the content loss looks with: none, auto, or a model of the task content-features or "
                 "face-recognition",
         .defaultValue = "auto"},
        numberParam(
            "content-every",
            ParamType::Integer,
            "The content loss is computed in one of so many steps, and weighs so many times as much there",
            1,
            1,
            1000),
        numberParam("content-crop",
                    ParamType::Integer,
                    "Side of the square a VGG-19 sees, in pixels; 0: all",
                    0,
                    0,
                    alignedSize),
        choice("identity-distance", "Norm of the identity loss", {"mean", "sum", "gap_unit"}, "mean"),
        {.name = "encoder",
         .type = ParamType::InputFile,
         .help = "Weights of an IResNet of the same depth, width 1, that the encoder begins with"},
        {.name = "no-flip", .type = ParamType::Flag, .help = "Do not mirror half of the images"},
        numberParam("validation",
                    ParamType::Real,
                    "Share of the people (or images) to choose the best model by",
                    0.1,
                    0.01,
                    0.5),
        choice("split", "What is kept together when images are divided", {"identity", "image"}, "identity"),
        count("split-seed",
              "Seed of the division, so that runs of several --seed learn from the same; left out: --seed",
              0),
        count("folds",
              "Cross-validation with so many folds; left out: one run, measured on the people held out",
              2),
        count("fold", "Only this fold, from 1", 1),
        count("patience", "Epochs without a better model after which training ends; 0: never", 0, 0),
        count("max-images", "Learn from and measure on so many images at most, every person's share", 24),
        numberParam("checkpoint-every", ParamType::Integer, "Steps between checkpoints", 50, 1, 1e6),
        count("keep-every",
              "Epochs between checkpoints that are kept to branch from; 0: only the last and the best",
              0,
              0),
        numberParam("preview-every",
                    ParamType::Integer,
                    "Steps between predictions of the faces that are shown",
                    25,
                    1,
                    1e6),
        {.name = "branch-from",
         .type = ParamType::InputFile,
         .help = "Checkpoint of another run to begin with: its weights, optimiser and position"},
        heldOutParam(),
        trainingDataParam(),
    };
    const auto behindFeatures =
        std::find_if(
            params.begin(), params.end(), [](const ParamSpec& param) { return param.name == "features"; }) +
        1;
    std::vector<ParamSpec> others = levelTrainingParams();
    for (ParamSpec& param : eyeModelTrainingParams())
        others.push_back(std::move(param));
    params.insert(behindFeatures, others.begin(), others.end());
    return params;
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
    job.params = parameters();
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
