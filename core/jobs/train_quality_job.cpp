// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "jobs/command_line_text.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/run_name.h"
#include "jobs/study_params.h"
#include "study/embedding_table.h"
#include "study/encoding_table.h"
#include "training/held_out.h"
#include "training/quality_training.h"
#include "training/trained_model.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

QualityTrainingOptions optionsOf(Study& study, const Params& params, const JobContext& context) {
    QualityTrainingOptions options;
    options.description.trunk = params.text("trunk");
    // A study that has no results yet can be learned from as well.
    options.description.recognizer =
        params.has("recognizer") ? params.text("recognizer") : chooseRecognizer(study, params).openedAs;
    options.codec = params.has("codec") ? params.text("codec") : chooseCodec(study, params).setting;
    options.faces = {.leastImages = static_cast<int>(params.integer("least-images")),
                     .copies = static_cast<int>(params.integer("copies")),
                     .seed = context.options().seed};
    options.validationShare = params.real("validation");
    options.batch = static_cast<int>(params.integer("batch"));
    options.rate = params.real("rate");
    options.epochs = params.integer("epochs");
    options.flip = !params.flag("no-flip");
    return options;
}

Outcome run(const Params& params, JobContext& context) {
    const std::string name = runName(params);
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const QualityTrainingOptions options = optionsOf(study, params, context);
    const QualityFaces faces = qualityFaces(study,
                                            createCodec(options.codec)->levels(),
                                            readHeldOutIdentities(heldOutFile(params)),
                                            options.faces);
    const RunFolder folder(study.folder() / "runs" / name);
    const JndRunResult trained = trainQuality(study.folder(), faces, folder, name, options, context);
    addTrainingFacts(
        trained.card,
        {{"photographs", params.text("data")},
         {"held_out_sha256", sha256HexOfFile(heldOutFile(params))},
         {"command", portableCommandLine(trainQualityJob(), params.values(), context.options())}});
    const Json card = Json::parse(readTextFile(trained.card));
    Json result = {{"run", name},
                   {"card", trained.card.string()},
                   {"shown_as", sddTitle},
                   {"steps", trained.steps},
                   {"best_step", trained.bestStep},
                   {"validation_error", trained.validationError.value_or(0.0)},
                   {"validation", card.at("training").at("validation_people")},
                   {"data", faces.description}};
    writeFileAtomically(folder.result(), result.dump(2) + "\n");
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job trainQualityJob() {
    Job job;
    job.id = "train-quality";
    job.title = "Train a rating of faces";
    job.help =
        "Teaches a small network on a frozen recognizer to say how well a face can be recognised, as "
        "SDD-FIQA "
        "does (Ou 2021): a face is rated by how far its similarities to other photographs of its person lie "
        "from those to other people. It learns from distractors of whom there are several photographs, and "
        "from compressed copies of them; never from probes, nor from people held out. Not the authors' "
        "weights: it is shown as SDD*. `limen quality` and `limen evaluate --quality` use the run by its "
        "name. A run that was stopped goes on where it was.";
    job.params = {
        studyParam(),
        {.name = "run",
         .help = "Name of the run: a folder below the study's runs; again with the same name it goes on",
         .defaultValue = "sdd"},
        codecParam(true),
        recognizerParam(true),
        {.name = "trunk",
         .type = ParamType::Choice,
         .help = "What the network sees of the recognizer: the means of its last two maps, or its embedding, "
                 "which is all that a recognizer run by OpenCV shows",
         .defaultValue = "maps",
         .choices = {"maps", "embedding"}},
        numberParam("least-images", ParamType::Integer, "Photographs of a person at least", 2, 2, 1000),
        numberParam("copies", ParamType::Integer, "Compressed copies of each photograph", 3, 1, 16),
        numberParam("epochs", ParamType::Integer, "Passes over the pictures to learn from", 60, 1, 1e6),
        numberParam("batch", ParamType::Integer, "Pictures per step", 256, 2, 4096),
        numberParam("rate", ParamType::Real, "Learning rate of Adam", 1e-3, 1e-8, 1.0),
        numberParam("validation",
                    ParamType::Real,
                    "Share of the people to choose the best model by",
                    0.15,
                    0.01,
                    0.5),
        {.name = "no-flip", .type = ParamType::Flag, .help = "Do not mirror half of the pictures"},
        heldOutParam(),
        trainingDataParam()};
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
