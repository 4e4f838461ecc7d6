// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "evaluation/landmark_error.h"
#include "faces/landmark_aligner.h"
#include "faces/landmark_network.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "recognition/models_library.h"
#include "training/held_out.h"
#include "training/landmark_samples.h"
#include "training/trained_model.h"
#include "training/training_loop.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

/// Channels of landmark-chain: 400 k weights, 0.8 MB as F16.
const Json networkWidths = {24, 48, 64, 80, 64};

struct Data {
    LandmarkPhotos photos;
    std::vector<ImageRecord> heldOut;
};

Data readData(const Params& params, const std::set<std::string>& heldOut, const JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const ImageTable images(study);
    Data data{readLandmarkPhotos(images, heldOut, context), {}};
    if (data.photos.photos.empty())
        throwBadInput(fmt::format("No photograph of the study {} can be learnt from.", study.name()),
                      "Import photographs with a detector that finds landmarks (--detector).");
    for (ImageRecord& image : images.all())
        if (image.points && heldOut.contains(image.identity))
            data.heldOut.push_back(std::move(image));
    return data;
}

/// What decides the weights, apart from the machine.
Json settingsOf(const Params& params, const Data& data, const JobContext& context) {
    return {{"photographs", data.photos.photos.size()},
            {"identities", data.photos.identities},
            {"data_sha256", data.photos.hash},
            {"steps", params.integer("steps")},
            {"batch", params.integer("batch")},
            {"learning_rate", params.real("learning-rate")},
            {"seed", context.options().seed},
            {"precision", context.options().precision}};
}

/// Name, source and licence of those who found the points.
Json teachersOf(const std::set<std::string>& identities) {
    Json teachers = Json::array();
    for (const std::string& identity : identities) {
        const std::string name = identity.substr(0, identity.find(' '));
        Json teacher = {{"name", name}, {"identity", identity}};
        for (const ModelCard& card : installedModels()) {
            if (card.name != name)
                continue;
            teacher["licence"] = card.licence;
            teacher["source"] = card.source;
        }
        teachers.push_back(std::move(teacher));
    }
    return teachers;
}

Json cardOf(const Params& params, const Data& data, const Json& settings, const fs::path& heldOut) {
    Json training = settings;
    training["data"] = params.text("data");
    training["teachers"] = teachersOf(data.photos.teachers);
    training["held_out_sha256"] = sha256HexOfFile(heldOut);
    training["command"] = fmt::format(
        "limen train-landmarks --study STUDY --out DIR --steps {} --batch {} --learning-rate {} --seed {} "
        "--precision {}",
        params.integer("steps"),
        params.integer("batch"),
        params.real("learning-rate"),
        settings.at("seed").get<std::uint64_t>(),
        settings.at("precision").get<std::string>());
    training["versions"] = trainingVersions();
    return {{"name", builtInLandmarks},
            {"task", "face-landmarks"},
            {"architecture", "landmark-chain"},
            {"input",
             {{"size", {landmarkInputSide, landmarkInputSide}},
              {"colour", "RGB"},
              {"mean", {127.5, 127.5, 127.5}},
              {"std", {127.5, 127.5, 127.5}}}},
            {"options", {{"widths", networkWidths}}},
            {"licence",
             "weights: research use, as the data and teachers they come from (see training); code: "
             "BSD-3-Clause"},
            {"source", "trained by limen train-landmarks"},
            {"training", std::move(training)}};
}

/// On the people held out: against the points of the study and, where a detector is named, its steady ones.
Json measure(const Params& params, const Data& data, const ModelCard& model, const JobContext& context) {
    const MakeAligner makeAligner = [&model] { return createLandmarkAligner(model); };
    Json measured = {
        {"against_study", toJson(measureLandmarks(data.heldOut, makeAligner, {}, context.part(0.93, 0.95)))}};
    if (params.has("detector")) {
        const std::string detector = params.text("detector");
        measured["against_detector_averaged"] = toJson(measureLandmarks(
            data.heldOut,
            makeAligner,
            [&detector] { return createFaceAligner(detector); },
            context.part(0.95, 1.0)));
    }
    return measured;
}

Outcome run(const Params& params, JobContext& context) {
    const fs::path heldOut = heldOutFile(params);
    const Data data = readData(params, readHeldOutIdentities(heldOut), context.part(0.0, 0.05));
    for (const FailedItem& item : data.photos.failed)
        context.warn(fmt::format("{}: {}", item.file, item.reason));
    const Json settings = settingsOf(params, data, context);
    const fs::path out = params.text("out");

    const RunOptions& options = context.options();
    // One thread whatever --threads says, so that it does not decide the weights.
    const auto trainer = modelsLibrary().createTrainer(
        "landmarks",
        {{"side", landmarkInputSide}, {"widths", networkWidths}},
        options.seed,
        {.device = options.device, .precision = options.precision, .threads = 1});
    TrainingPlan plan;
    plan.schedule =
        CosineSchedule{.peak = params.real("learning-rate"), .steps = params.integer("steps")}.schedule();
    plan.folder = out / "training";
    plan.settings = settings;
    plan.loaders = std::max(1, context.workers() - 1);
    const LandmarkSampler sampler(
        data.photos.photos, options.seed, static_cast<int>(params.integer("batch")));
    trainNetwork(
        *trainer,
        plan,
        [&sampler](int) -> BatchMaker {
            return [&sampler](std::int64_t step) { return sampler.batch(step); };
        },
        context.part(0.05, 0.93));

    const fs::path cardFile =
        writeTrainedModel(out, trainer->weights(), cardOf(params, data, settings, heldOut));
    Json result = {{"card", cardFile.string()},
                   {"photographs", data.photos.photos.size()},
                   {"identities", data.photos.identities}};
    if (!data.heldOut.empty()) {
        result["measured"] = measure(params, data, readModelCard(cardFile), context);
        addMeasurement(cardFile, result["measured"]);
    }
    return Outcome::succeeded(std::move(result));
}

}  // namespace

Job trainLandmarksJob() {
    ParamSpec detector;
    detector.name = "detector";
    detector.help =
        "Face detector (name or card) to measure against, on average over 16 moved and mirrored views, "
        "beside the "
        "points kept in the study";
    Job job;
    job.id = "train-landmarks";
    job.title = "Train the landmark network";
    job.help =
        "Trains the network that finds the five points of a face for import, on the photographs of a study "
        "that "
        "was imported with a detector's card, the teacher, without the people held out; then measures it on "
        "them. Put the folder with the result into LIMEN_MODELS to use it.";
    job.params = {studyParam(),
                  trainingFolderParam(),
                  heldOutParam(),
                  numberParam("steps", ParamType::Integer, "Optimiser steps", 7000, 1, 10'000'000),
                  numberParam("batch", ParamType::Integer, "Samples per step", 96, 2, 4096),
                  numberParam("learning-rate", ParamType::Real, "Highest learning rate", 2e-3, 1e-7, 1.0),
                  trainingDataParam(),
                  detector};
    job.run = run;
    return job;
}

}  // namespace limen
