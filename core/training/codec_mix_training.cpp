// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/codec_mix_training.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/ordered_workers.h"
#include "base/safe_file.h"
#include "prediction/card_options.h"
#include "recognition/recognizer.h"
#include "training/jnd_division.h"
#include "training/run_history.h"
#include "training/trained_model.h"

namespace limen {

namespace {

/// Of a feature that is the same for all faces.
constexpr double leastDeviation = 1e-6;
/// Deviation of a feature that is not used: as good as infinite, so that the head sees 0.
constexpr double unused = 1e30;

using Rows = std::vector<std::vector<double>>;

Rows featuresOf(const Study& study,
                const CodecRecord& codec,
                const JndFaces& faces,
                const std::vector<std::size_t>& places,
                const std::string& recognizer,
                const JobContext& context) {
    const RunOptions& options = context.options();
    Rows rows;
    computeInOrder<std::vector<double>>(
        context.workers(),
        places.size(),
        context.stop(),
        [&](int) {
            return
                [&,
                 reader = std::make_shared<LevelReader>(study.folder(), codec),
                 embedder = std::shared_ptr<Recognizer>(openRecognizer(
                     recognizer, {.device = options.device, .precision = options.precision, .threads = 1}))](
                    std::size_t i) {
                    const JndFace& face = faces.faces[places[i]];
                    return codedFaceFeatures(storedFace(*reader, face.image, face.original), *embedder);
                };
        },
        [&](std::size_t, std::vector<double> row) {
            rows.push_back(std::move(row));
            context.progress(rows.size(), places.size(), "measuring faces");
        });
    return rows;
}

Json settingsOf(const CodecRecord& codec,
                const JndFaces& faces,
                const JndRun& run,
                std::size_t learned,
                const CodecMixOptions& options,
                const std::string& drift,
                const JobContext& context) {
    const LevelHeadOptions& head = options.head;
    return {{"model", run.modelName},
            {"architecture", codecMixArchitecture},
            {"codec", codec.identity},
            {"drift", drift},
            {"features", options.features.empty() ? Json("all") : Json(options.features)},
            {"head",
             {{"hidden", head.hidden},
              {"degree", head.degree},
              {"steps", head.steps},
              {"rate", head.rate},
              {"decay", head.decay},
              {"smoothing", head.smoothing}}},
            {"seed", head.seed},
            {"precision", context.options().precision},
            {"device", context.options().device},
            {"data", faces.description},
            {"split", run.splitDescription},
            {"train_images", learned},
            {"test_images", run.split.test.size()}};
}

Json cardOf(const JndRun& run,
            const CodecRecord& codec,
            const std::string& recognizer,
            const Json& settings) {
    Json training = settings;
    training["versions"] = trainingVersions();
    return {
        {"name", run.modelName},
        {"task", jndTask},
        {"architecture", codecMixArchitecture},
        {"options", {{"codec", codec.setting}, {"levels", toJson(codec.levels)}, {"recognizer", recognizer}}},
        {"input", {{"size", {alignedSize, alignedSize}}, {"colour", "RGB"}}},
        {"licence", "weights: research use, as the faces they were learned from; code: BSD-3-Clause"},
        {"source", "trained by limen train --model mix"},
        {"training", std::move(training)}};
}

void requireGroups(const std::vector<std::string>& names, int levels) {
    const std::vector<FeatureGroup> groups = featureGroups(levels);
    for (const std::string& name : names)
        if (std::none_of(groups.begin(), groups.end(), [&name](const FeatureGroup& group) {
                return group.name == name;
            }))
            throwBadInput(fmt::format("There is no feature group \"{}\".", name),
                          "There are drift, rate, error and picture.");
}

}  // namespace

CodecMixModel fitCodecMix(const std::vector<std::vector<double>>& features,
                          std::span<const int> points,
                          int levels,
                          const CodecMixOptions& options) {
    if (features.empty())
        throwBadInput("There is no JND point to learn from.", "Run `limen label` first.");
    requireGroups(options.features, levels);
    CodecMixModel model;
    const auto faces = static_cast<double>(features.size());
    std::size_t column = 0;
    for (const FeatureGroup& group : featureGroups(levels)) {
        const bool used =
            options.features.empty() ||
            std::find(options.features.begin(), options.features.end(), group.name) != options.features.end();
        for (int i = 0; i < group.count; ++i, ++column) {
            double sum = 0.0, squares = 0.0;
            for (const std::vector<double>& row : features)
                sum += row[column];
            for (const std::vector<double>& row : features)
                squares += std::pow(row[column] - sum / faces, 2.0);
            model.mean.push_back(sum / faces);
            model.scale.push_back(used ? (std::sqrt(squares / faces) + leastDeviation) *
                                             std::sqrt(static_cast<double>(group.count))
                                       : unused);
        }
    }
    std::vector<double> standard;
    for (const std::vector<double>& row : features)
        for (std::size_t i = 0; i < column; ++i)
            standard.push_back((row[i] - model.mean[i]) / model.scale[i]);
    model.head = fitLevelHead(standard, points, levels, options.head);
    return model;
}

JndRunResult trainCodecMix(const Study& study,
                           const CodecRecord& codec,
                           const JndFaces& faces,
                           const JndRun& run,
                           const CodecMixOptions& asked,
                           const JobContext& context) {
    requireGroups(asked.features, codec.levels.count());
    const RunLock lock(run.folder);
    std::vector<std::size_t> learned = run.split.train;
    learned.insert(learned.end(), run.split.validation.begin(), run.split.validation.end());
    std::sort(learned.begin(), learned.end());
    CodecMixOptions options = asked;
    options.head.seed = context.options().seed;
    const std::string drift =
        openRecognizer(options.recognizer, {context.options().device, context.options().precision, 1})
            ->identity();
    const Json settings = settingsOf(codec, faces, run, learned.size(), options, drift, context);
    claimRun(run.folder, settings);
    writeSplit(run.folder, faces, run.split);
    const RunHistory history(run.folder.history());
    history.add(0, "started", trainingVersions());

    const Rows rows = featuresOf(study, codec, faces, learned, options.recognizer, context);
    std::vector<int> points;
    for (const std::size_t place : learned)
        points.push_back(codec.levels.indexOf(faces.faces[place].level));
    const CodecMixModel model = fitCodecMix(rows, points, codec.levels.count(), options);

    JndRunResult result;
    result.steps = result.bestStep = options.head.steps;
    result.state = "finished";
    result.card = writeTrainedModel(
        run.folder.model(), model.tensors(), cardOf(run, codec, options.recognizer, settings));
    RunStatus status;
    status.state = result.state;
    status.step = status.steps = status.stepsPerEpoch = status.bestStep = result.steps;
    writeFileAtomically(run.folder.status(), toJson(status).dump(2));
    history.add(result.steps, result.state);
    return result;
}

}  // namespace limen
