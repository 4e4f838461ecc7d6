// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "faces/face_sampler.h"
#include "image/image_file.h"
#include "jobs/jobs.h"
#include "jobs/model_lists.h"
#include "jobs/study_params.h"
#include "recognition/models_library.h"
#include "training/face_sampler_data.h"
#include "training/held_out.h"
#include "training/teacher_options.h"
#include "training/trained_model.h"
#include "training/training_loop.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::vector<ModelCard> openJudges(const std::vector<std::string>& names) {
    std::vector<ModelCard> judges;
    for (const std::string& name : names)
        judges.push_back(openTeacher(name, "judge sample faces"));
    return judges;
}

Json judgeOptions(const std::vector<ModelCard>& judges) {
    Json options = Json::array();
    for (const ModelCard& card : judges)
        options.push_back(frozenRecognizerOptions(card));
    return options;
}

std::vector<ImageRecord> trainingImages(Study& study, const std::set<std::string>& heldOut) {
    std::vector<ImageRecord> images = ImageTable(study).all();
    std::erase_if(images, [&](const ImageRecord& image) { return heldOut.contains(image.identity); });
    return images;
}

/// Rows of people, columns of photographs, as the generator makes them now: to see how training goes.
void writePreview(const fs::path& file, models::NetworkTrainer& trainer, const FaceLatents& latents) {
    constexpr int people = 6;
    constexpr int photos = 8;
    models::TensorMap batch;
    batch["place"] = {{2}, {0.0F, 0.0F}};
    FloatTensor& map = batch["map"];
    FloatTensor& embedding = batch["embedding"];
    for (int person = 0; person < people; ++person)
        for (int photo = 0; photo < photos; ++photo) {
            const FaceLatent latent =
                latents.sample(7, static_cast<std::uint64_t>(person), static_cast<std::uint64_t>(photo));
            map.values.insert(map.values.end(), latent.layout.begin(), latent.layout.end());
            embedding.values.insert(embedding.values.end(), latent.embedding.begin(), latent.embedding.end());
        }
    map.shape = {people * photos, 3, layoutSide, layoutSide};
    embedding.shape = {people * photos,
                       static_cast<std::int64_t>(embedding.values.size()) / (people * photos)};
    const FloatTensor made = trainer.evaluate(batch).at("photo");
    RgbImage sheet(photos * canvasSide, people * canvasSide);
    constexpr std::size_t plane = std::size_t{canvasSide} * canvasSide;
    for (int i = 0; i < people * photos; ++i)
        for (int y = 0; y < canvasSide; ++y)
            for (int x = 0; x < canvasSide; ++x)
                for (std::size_t channel = 0; channel < 3; ++channel) {
                    const float value =
                        made.values[(static_cast<std::size_t>(i) * 3 + channel) * plane +
                                    static_cast<std::size_t>(y) * canvasSide + static_cast<std::size_t>(x)];
                    sheet.at(i % photos * canvasSide + x, i / photos * canvasSide + y)[channel] =
                        static_cast<std::uint8_t>(std::clamp(std::lround((value + 1) * 127.5F), 0L, 255L));
                }
    writePng(file, sheet);
}

/// A sheet of people who do not exist, whenever a checkpoint is written.
class PreviewSheets final : public TrainingObserver {
public:
    PreviewSheets(fs::path folder, const FaceLatents& latents)
        : m_folder(std::move(folder)), m_latents(&latents) {}

    void onCheckpoint(std::int64_t steps, const TrainingControls& controls) override {
        writePreview(m_folder / fmt::format("preview_{:06}.png", steps), controls.trainer, *m_latents);
    }

private:
    fs::path m_folder;
    const FaceLatents* m_latents;
};

/// What the network learns from, besides photographs.
struct Teachers {
    std::vector<ModelCard> judges;
    ModelCard features;

    Json describe() const {
        Json list = Json::array();
        for (const ModelCard& judge : judges)
            list.push_back(describeTeacher(judge));
        list.push_back(describeTeacher(features));
        return list;
    }
};

Json settingsOf(Study& study,
                const Params& params,
                const fs::path& heldOut,
                const Teachers& teachers,
                const JobContext& context) {
    return {{"study", ImageTable(study).setHash(Role::Probe)},
            {"distractors", ImageTable(study).setHash(Role::Distractor)},
            {"held_out", sha256HexOfFile(heldOut)},
            {"steps", params.integer("steps")},
            {"batch", params.integer("batch")},
            {"learning_rate", params.real("learning-rate")},
            {"seed", context.options().seed},
            {"precision", context.options().precision},
            {"teachers", teachers.describe()}};
}

Json cardOf(const Params& params,
            const FaceSamplerData& data,
            const Teachers& teachers,
            const Json& settings) {
    Json training = settings;
    training["data"] = params.text("data");
    training["photographs"] = data.photographs();
    training["command"] = fmt::format(
        "limen train-sampler --study STUDY --out DIR --steps {} --batch {} --learning-rate {} --seed {} "
        "--precision {} --between {} --within {} --grain {} --threads 1",
        params.integer("steps"),
        params.integer("batch"),
        params.real("learning-rate"),
        settings.at("seed").get<std::uint64_t>(),
        settings.at("precision").get<std::string>(),
        params.real("between"),
        params.real("within"),
        params.real("grain"));
    training["versions"] = trainingVersions();
    return {{"name", builtInSampler},
            {"task", "face-sampler"},
            {"architecture", "face-generator"},
            {"options",
             {{"judges", teachers.judges.size()},
              {"between", params.real("between")},
              {"within", params.real("within")},
              {"grain", params.real("grain")}}},
            {"licence",
             "weights: research use, as the data and teachers they come from (see training); code: "
             "BSD-3-Clause"},
            {"source", "trained by limen train-sampler"},
            {"training", std::move(training)}};
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const fs::path folder = params.text("out");
    const fs::path heldOut = heldOutFile(params);
    const Teachers teachers = {openJudges(namesOf(params, "judges")),
                               findModel(params.text("features"), "perceptual-distance")};
    teachers.features.verifyFiles();
    const std::vector<ImageRecord> images = trainingImages(study, readHeldOutIdentities(heldOut));
    const FaceSamplerData data(images, teachers.judges, {}, context.part(0.0, 0.03));
    context.info(fmt::format("{} of {} photographs are used.", data.photographs(), images.size()));

    const RunOptions& options = context.options();
    const Json settings = settingsOf(study, params, heldOut, teachers, context);
    TrainingPlan plan;
    plan.schedule = CosineSchedule{.peak = params.real("learning-rate"),
                                   .floor = 0.02,
                                   .warmup = 100,
                                   .steps = params.integer("steps")}
                        .schedule();
    plan.folder = folder / "training";
    plan.checkpointEvery = 250;
    plan.settings = settings;
    // One thread whatever --threads says, so that it does not decide the weights.
    const auto trainer = modelsLibrary().createTrainer(
        "face-sampler",
        {{"judges", judgeOptions(teachers.judges)}, {"features", teachers.features.files.front().string()}},
        options.seed,
        {.device = options.device, .precision = options.precision, .threads = 1});
    PreviewSheets previews(folder / "training", data.latents());
    plan.observers = {&previews};
    const int batch = static_cast<int>(params.integer("batch"));
    trainNetwork(
        *trainer,
        plan,
        [&](int) -> BatchMaker {
            return [&](std::int64_t step) { return data.batch(options.seed, step, batch); };
        },
        context.part(0.03, 1.0));

    models::TensorMap weights = trainer->weights();
    for (const auto& [name, tensor] : data.fitted())
        weights["linear." + name] = tensor;
    const fs::path card = writeTrainedModel(folder, weights, cardOf(params, data, teachers, settings));
    return Outcome::succeeded(
        {{"card", card.string()}, {"photographs", data.photographs()}, {"steps", plan.schedule.steps}});
}

}  // namespace

Job trainSamplerJob() {
    ParamSpec judges;
    judges.name = "judges";
    judges.help = "Recognizers that hold the network to the person it was asked for, separated by commas";
    judges.defaultValue = "mobilefacenet-ms1m,mobilefacenet-casia";
    ParamSpec features;
    features.name = "features";
    features.help =
        "Network of the architecture lpips-squeeze through whose eyes pictures are compared with photographs";
    features.defaultValue = "lpips-squeeze";
    Job job;
    job.id = "train-sampler";
    job.title = "Train the face sampler";
    job.help =
        "Learns, from the photographs of a study, to make photographs of people who do not exist: a linear "
        "model of what tells people apart and what tells photographs of one person apart, and a network that "
        "turns its samples into photographs.";
    job.params = {
        studyParam(),
        trainingFolderParam(),
        heldOutParam(),
        judges,
        features,
        trainingDataParam(),
        numberParam("steps", ParamType::Integer, "Optimiser steps", 9000, 1),
        numberParam("batch", ParamType::Integer, "Photographs a step, at least 4", 8, 4),
        numberParam("learning-rate", ParamType::Real, "Greatest learning rate", 4e-4, 0),
        numberParam("between", ParamType::Real, "Stretches what tells sampled people apart", 0.95, 0),
        numberParam(
            "within", ParamType::Real, "Stretches what tells photographs of one person apart", 0.85, 0),
        numberParam("grain", ParamType::Real, "Noise of the sampled photographs, in grey levels", 1.0, 0)};
    job.run = run;
    return job;
}

}  // namespace limen
