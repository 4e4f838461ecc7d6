// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "image/opencv_view.h"
#include "jobs/jobs.h"
#include "recognition/models_library.h"
#include "training/face_sampler_data.h"
#include "training/held_out.h"
#include "training/training_loop.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::vector<ModelCard> openJudges(const std::vector<std::string>& names) {
    std::vector<ModelCard> judges;
    for (const std::string& name : names) {
        ModelCard card = findModel(name, "face-recognition");
        if (card.format != "safetensors" || card.architecture != "mobilefacenet" || card.input.bgr)
            throwBadInput(fmt::format("{} cannot judge sample faces.", card.name),
                          "A judge must be a mobilefacenet in RGB whose weights are a safetensors file.");
        card.verifyFiles();
        judges.push_back(std::move(card));
    }
    return judges;
}

Json judgeOptions(const std::vector<ModelCard>& judges) {
    Json options = Json::array();
    for (const ModelCard& card : judges)
        options.push_back(
            {{"weights", card.files.front().string()},
             {"options", card.options},
             {"crop", {card.input.cropX, card.input.cropY, card.input.cropWidth, card.input.cropHeight}},
             {"mean", std::vector<float>(card.input.mean, card.input.mean + 3)},
             {"std", std::vector<float>(card.input.std, card.input.std + 3)}});
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

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const fs::path folder = params.text("out");
    const fs::path heldOutFile =
        params.has("held-out") ? fs::path(params.text("held-out")) : shippedModelFolder() / "held_out.csv";
    const std::vector<ModelCard> judges = openJudges({"mobilefacenet-ms1m", "mobilefacenet-casia"});
    const std::vector<ImageRecord> images = trainingImages(study, readHeldOutIdentities(heldOutFile));
    const FaceSamplerData data(images, judges, {}, context.part(0.0, 0.03));
    context.info(fmt::format("{} of {} photographs are used.", data.photographs(), images.size()));

    const std::uint64_t seed = context.options().seed;
    TrainingPlan plan;
    plan.schedule = {
        .peak = params.real("learning-rate"), .floor = 0.02, .warmup = 100, .steps = params.integer("steps")};
    plan.folder = folder;
    plan.checkpointEvery = 250;
    plan.settings = {{"study", ImageTable(study).setHash(Role::Probe)},
                     {"distractors", ImageTable(study).setHash(Role::Distractor)},
                     {"held_out", sha256HexOfFile(heldOutFile)},
                     {"batch", params.integer("batch")},
                     {"seed", seed}};
    const auto trainer = modelsLibrary().createTrainer("face-sampler",
                                                       {{"judges", judgeOptions(judges)}},
                                                       seed,
                                                       {.device = context.options().device,
                                                        .precision = context.options().precision,
                                                        .threads = context.workers()});
    plan.afterCheckpoint = [&](std::int64_t steps) {
        writePreview(folder / fmt::format("preview_{:06}.png", steps), *trainer, data.latents());
    };
    const int batch = static_cast<int>(params.integer("batch"));
    trainNetwork(
        *trainer,
        plan,
        [&](int) { return [&](std::int64_t step) { return data.batch(seed, step, batch); }; },
        context.part(0.03, 1.0));

    models::TensorMap weights = trainer->weights();
    for (const auto& [name, tensor] : data.fitted())
        weights["linear." + name] = tensor;
    writeSafetensors(folder / "face_sampler.safetensors", weights);
    return Outcome::succeeded({{"photographs", data.photographs()}, {"steps", plan.schedule.steps}});
}

}  // namespace

Job trainSamplerJob() {
    ParamSpec study{.name = "study",
                    .type = ParamType::Study,
                    .help = "Study with the photographs to learn from",
                    .required = true};
    ParamSpec out{.name = "out",
                  .type = ParamType::OutputFolder,
                  .help = "Folder for checkpoints, previews and the trained model",
                  .required = true};
    ParamSpec heldOut{
        .name = "held-out",
        .type = ParamType::InputFile,
        .help =
            "People who must not be seen (CSV with a column identity; default: the list that Limen ships)"};
    ParamSpec steps{.name = "steps",
                    .type = ParamType::Integer,
                    .help = "Optimiser steps",
                    .defaultValue = 20000,
                    .minimum = 1};
    ParamSpec batch{.name = "batch",
                    .type = ParamType::Integer,
                    .help = "Photographs a step, a multiple of 4",
                    .defaultValue = 8,
                    .minimum = 4};
    ParamSpec rate{.name = "learning-rate",
                   .type = ParamType::Real,
                   .help = "Greatest learning rate",
                   .defaultValue = 4e-4,
                   .minimum = 0};
    Job job;
    job.id = "train-sampler";
    job.title = "Train the face sampler";
    job.help =
        "Learns, from the photographs of a study, to make photographs of people who do not exist: a linear "
        "model of what tells people apart and what tells photographs of one person apart, and a network that "
        "turns its samples into photographs. The recognizers mobilefacenet-ms1m and mobilefacenet-casia must "
        "be "
        "installed: they hold the network to the person it was asked for.";
    job.params = {study, out, heldOut, steps, batch, rate};
    job.run = run;
    return job;
}

}  // namespace limen
