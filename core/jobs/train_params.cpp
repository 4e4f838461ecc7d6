// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/train_params.h"

#include <algorithm>
#include <utility>

#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "jobs/train_eye_model.h"
#include "jobs/train_levels.h"

namespace limen {

namespace {

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

}  // namespace

std::vector<ParamSpec> trainParams() {
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

EpochSchedule trainScheduleOf(const Params& params, EpochSchedule schedule) {
    if (params.has("epochs"))
        schedule.epochs = params.integer("epochs");
    schedule.flatEpochs = params.has("flat-epochs") ? params.integer("flat-epochs") : schedule.epochs / 2;
    schedule.tail =
        params.text("tail") == "literal" ? EpochSchedule::Tail::Literal : EpochSchedule::Tail::Linear;
    return schedule;
}

}  // namespace limen
