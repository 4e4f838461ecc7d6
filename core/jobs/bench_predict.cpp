// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <memory>

#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "image/planar_face.h"
#include "jobs/bench.h"
#include "jobs/bench_comparison.h"
#include "jobs/bench_faces.h"
#include "jobs/bench_networks.h"
#include "prediction/jnd_predictor.h"
#include "prediction/qp_selection.h"
#include "recognition/models_library.h"
#include "training/trained_model.h"

namespace limen {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t batchSize = 16;  // what a predictor takes at once
constexpr const char* architecture = "jnd-predictor";

/// A new network whose norms have seen some pictures, as a model: without their statistics its values would
/// double from unit to unit.
fs::path newModel(const Json& network, const fs::path& folder, const JobContext& context) {
    constexpr int steps = 30;  // 0.9^30: the statistics are the pictures' to 4 %
    constexpr std::int64_t count = 4, side = 32;
    const auto trainer =
        modelsLibrary().createTrainer("jnd",
                                      {{"network", network}, {"lambda_id", 0}, {"share_every", 0}},
                                      context.options().seed,
                                      {"cpu", "fp32", context.workers()});
    models::TensorMap batch;
    FloatTensor& images = batch["images"] = {{count, 3, side, side}, {}};
    for (std::size_t i = 0; i < static_cast<std::size_t>(count * 3 * side * side); ++i)
        images.values.push_back(static_cast<float>(std::sin(0.37 * static_cast<double>(i % 1021))));
    batch["jnd"] = images;
    batch["identities"] = {{count}, {0, 1, 2, 3}};
    for (int step = 0; step < steps; ++step) {
        context.throwIfStopped();
        trainer->step(batch, /*learningRate=*/0.0);
    }
    return writeTrainedModel(folder,
                             trainer->weights(),
                             {{"name", fmt::format("new-{:g}", network["width"].get<double>())},
                              {"task", jndTask},
                              {"architecture", architecture},
                              {"options", network},
                              {"licence", "none: not trained"},
                              {"source", "limen bench predict"}});
}

/// Grey levels between the answers of two networks, or between an answer and its face.
struct Difference {
    int largest = 0;
    double mean = 0.0;
};

Difference differenceOf(const std::vector<RgbImage>& a, const std::vector<RgbImage>& b) {
    Difference difference;
    double count = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t k = 0; k < a[i].pixels.size(); ++k) {
            const int apart = std::abs(a[i].pixels[k] - b[i].pixels[k]);
            difference.largest = std::max(difference.largest, apart);
            difference.mean += apart;
            count += 1.0;
        }
    }
    difference.mean /= count;
    return difference;
}

Json toJson(const Difference& difference) {
    return {{"largest", difference.largest}, {"mean", difference.mean}};
}

/// fp32 may round a value to the other side; bf16 has 8 bits.
bool agrees(const std::string& precision, const Difference& difference) {
    return precision == "fp32" ? difference.largest <= 1 : difference.mean <= 0.5;
}

std::vector<RgbImage> readAnswer(const fs::path& file) {
    const FloatTensor jnd = readSafetensors(file).at("jnd");
    constexpr std::size_t size = std::size_t{3} * alignedSize * alignedSize;
    std::vector<RgbImage> images;
    for (std::size_t first = 0; first + size <= jnd.values.size(); first += size)
        images.push_back(
            fromPlanar(std::span<const float>(jnd.values).subspan(first, size), alignedSize, alignedSize));
    if (images.size() != batchSize)
        throwFailure("Plain PyTorch predicted another number of images than it was given.");
    return images;
}

/// Everything that is the same for all of a bench's measurements.
struct Bench {
    const PlainPytorch& plain;
    const std::vector<RgbImage>& faces;
    const ScratchFolder& scratch;
    int rounds, batches;
};

/// What plain PyTorch is asked for, with the weights of `card` written to `folder`.
Json requestFor(const ModelCard& card,
                const fs::path& folder,
                const fs::path& output,
                const JobContext& context) {
    const fs::path weights = folder / "weights.safetensors";
    writeSafetensors(weights, readSafetensors(card.files.front()));
    Json network = Json::object();
    for (const char* key : {"afd", "skips", "depth", "width"})
        if (card.options.contains(key))
            network[key] = card.options[key];
    return {{"job", "predict"},
            {"network", std::move(network)},
            {"weights", weights.string()},
            {"images", (folder / "faces.safetensors").string()},
            {"output", output.string()},
            {"threads", context.workers()},
            {"device", context.options().device}};
}

void requireAgreement(const std::string& precision, const Difference& difference, const ModelCard& card) {
    if (!agrees(precision, difference))
        throwFailure(
            fmt::format("{} in {} and the same network in plain PyTorch differ by {:.3g} grey levels "
                        "on average, {} at most: they do not compute the same.",
                        card.name,
                        precision,
                        difference.mean,
                        difference.largest),
            "Their times cannot be compared. Please report it with both versions.");
}

Json measure(const ModelCard& card, const Bench& bench, const JobContext& context) {
    const std::string name = card.cardFile.empty() ? card.name : card.cardFile.string();
    const JobContext quiet(silentObserver(), context.stop(), context.options());
    BenchComparison comparison(
        bench.plain,
        {.unit = "face", .units = static_cast<int>(batchSize), .images = static_cast<int>(batchSize)},
        bench.batches);
    std::map<std::string, std::vector<RgbImage>> answers;
    for (const std::string& precision : benchPrecisions(context)) {
        const std::shared_ptr<JndPredictor> predictor =
            openJndPredictor(name, {context.options().device, precision, context.workers()});
        answers[precision] = imagesOf(predictor->predict(bench.faces, quiet));
        comparison.add(precision, [predictor, &bench, quiet] { predictor->predict(bench.faces, quiet); });
    }
    Json agreement = {{"residual", toJson(differenceOf(answers.at("fp32"), bench.faces))}};
    if (card.architecture == architecture) {
        const fs::path output = bench.scratch.path() / "jnd.safetensors";
        comparison.compareWith(requestFor(card, bench.scratch.path(), output, context),
                               [&answers, &agreement, &card, output](const Json&) {
                                   const std::vector<RgbImage> theirs = readAnswer(output);
                                   for (const auto& [precision, own] : answers) {
                                       const Difference difference = differenceOf(own, theirs);
                                       agreement[precision] = toJson(difference);
                                       requireAgreement(precision, difference, card);
                                   }
                               });
    }
    comparison.run(bench.rounds, fmt::format("predicting with {}", card.name), context);
    Json result = {{"model", card.name},
                   {"options", card.options},
                   {"batch", batchSize},
                   {"threads", context.workers()},
                   {"batches_per_round", bench.batches}};
    result.update(comparison.json());
    if (result["alternative"].is_null() && card.architecture != architecture)
        result["reason"] = fmt::format("plain PyTorch is there for the architecture {} alone", architecture);
    result["grey_levels"] = std::move(agreement);
    return result;
}

/// What --select-qp adds: every level encoded, and the one chosen that is most like the prediction.
Json measureSelection(const std::string& setting,
                      const std::vector<RgbImage>& faces,
                      const JobContext& context) {
    const std::unique_ptr<Codec> codec = createCodec(setting, context.stop());
    codec->encode(faces.front(), codec->levels().level(0));  // opens the encoder
    RoundTimes times;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        context.throwIfStopped();
        context.progress(i, faces.size(), "selecting levels of " + setting);
        times.measure(1, [&] { selectLevel(encodeAllLevels(*codec, faces[i]), codec->levels(), faces[i]); });
    }
    Json result = {{"codec", setting}, {"encodings", codec->levels().count()}, {"threads", 1}};
    result.update(times.json({.unit = "face"}));
    return result;
}

}  // namespace

Json benchPredict(const Params& params, JobContext& context) {
    const PlainPytorch plain(context.stop());
    const ScratchFolder scratch;
    const BenchFaces some = benchFaces(params, context, batchSize);
    std::vector<RgbImage> faces;
    FloatTensor planes{{static_cast<std::int64_t>(batchSize), 3, alignedSize, alignedSize}, {}};
    for (std::size_t i = 0; i < batchSize; ++i) {
        faces.push_back(some.faces[i % some.faces.size()]);
        appendPlanar(faces.back(), false, planes.values);
    }
    writeSafetensors(scratch.path() / "faces.safetensors", {{"images", planes}});
    std::vector<ModelCard> cards;
    if (params.has("model"))
        cards.push_back(findModel(params.text("model"), jndTask));
    else
        for (const Json& network : benchNetworks(params, "all"))
            cards.push_back(readModelCard(newModel(network, scratch.path(), context)));
    const auto count = static_cast<long>(batchSize);
    const Bench bench = {plain,
                         faces,
                         scratch,
                         static_cast<int>(params.integer("rounds")),
                         static_cast<int>((params.integer("count") + count - 1) / count)};
    Json models = Json::array();
    for (const ModelCard& card : cards) {
        const auto done = static_cast<double>(models.size());
        const double parts = static_cast<double>(cards.size()) / 0.9;
        models.push_back(measure(card, bench, context.part(done / parts, (done + 1.0) / parts)));
    }
    return {{"library", modelsLibrary().libraryVersion()},
            {"faces", {{"source", some.source}, {"count", some.faces.size()}}},
            {"models", std::move(models)},
            {"select_qp", measureSelection(params.text("codec"), some.faces, context.part(0.9, 1.0))}};
}

}  // namespace limen
