// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/structural_visibility_training.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "hvs/shen21_patches.h"
#include "hvs/trained_eye_model.h"
#include "recognition/models_library.h"
#include "training/finished_run.h"
#include "training/jnd_division.h"
#include "training/least_error_training.h"
#include "training/surrogate_patches.h"
#include "training/trained_model.h"

namespace limen {

namespace {

constexpr std::size_t patchesAtOnce = 20;
constexpr double greyLevelsPerUnit = 127.5;

/// The rule of the labels, for the card and whoever reads its numbers.
std::string labelsOf(const CodecRecord& codec, const StructuralVisibilityOptions& options) {
    return fmt::format(
        "coarsest patch of {} with an SSIM of at least {:g}", codec.setting, options.leastSsim);
}

/// Everything that decides the result.
Json settingsOf(const CodecRecord& codec,
                const JndFaces& faces,
                const JndRun& run,
                const StructuralVisibilityOptions& options,
                const JobContext& context) {
    const EpochSchedule& schedule = options.schedule;
    return {{"model", run.modelName},
            {"task", eyeModelTask},
            {"title", shen21Title},
            {"network", {{"width", options.width}}},
            {"codec", codec.identity},
            {"surrogate_ssim", options.leastSsim},
            {"batch", options.batch},
            {"rate", options.rate},
            {"epochs", schedule.epochs},
            {"flat_epochs", schedule.flatEpochs},
            {"tail", schedule.tail == EpochSchedule::Tail::Linear ? "linear" : "literal"},
            {"flip", options.flip},
            {"seed", context.options().seed},
            {"precision", context.options().precision},
            {"device", context.options().device},
            {"data", faces.description},
            {"split", run.splitDescription},
            {"train_images", run.split.train.size()},
            {"validation_images", run.split.validation.size()},
            {"test_images", run.split.test.size()}};
}

Json cardOf(const JndRun& run,
            const CodecRecord& codec,
            const StructuralVisibilityOptions& options,
            Json training) {
    training["versions"] = trainingVersions();
    return {{"name", run.modelName},
            {"task", eyeModelTask},
            {"architecture", shen21Architecture},
            {"options",
             {{"width", options.width},
              {"title", shen21Title},
              {"labels", labelsOf(codec, options)},
              {"surrogate_ssim", options.leastSsim},
              {"codec", codec.setting}}},
            {"input", {{"size", {shenPatchSide, shenPatchSide}}}},
            {"licence", "weights: research use, as the faces they were learned from; code: BSD-3-Clause"},
            {"source",
             "trained by limen train --model shen21 on surrogate labels; not the weights of Shen 2021, which "
             "are not published"},
            {"training", std::move(training)}};
}

/// Mean absolute errors in grey levels: of patches left as they are, and of what a network makes of them.
double errorUnchanged(const std::vector<SurrogatePatch>& patches) {
    double sum = 0.0;
    for (const SurrogatePatch& patch : patches)
        for (std::size_t i = 0; i < patch.target.size(); ++i)
            sum += std::abs(patch.original[i] - patch.target[i]);
    return sum / static_cast<double>(patches.size() * patches.front().target.size());
}

double errorOn(const std::vector<SurrogatePatch>& patches, models::NetworkTrainer& trainer) {
    double sum = 0.0;
    std::size_t values = 0;
    for (std::size_t first = 0; first < patches.size(); first += patchesAtOnce) {
        FloatTensor originals, targets;
        for (std::size_t i = first; i < std::min(first + patchesAtOnce, patches.size()); ++i) {
            appendPatch(patches[i].original, false, originals);
            appendPatch(patches[i].target, false, targets);
        }
        const FloatTensor answer = trainer.evaluate({{"patches", std::move(originals)}}).at("patches");
        for (std::size_t i = 0; i < answer.values.size(); ++i)
            sum += std::abs(double{answer.values[i]} - double{targets.values[i]});
        values += answer.values.size();
    }
    return greyLevelsPerUnit * sum / static_cast<double>(values);
}

}  // namespace

JndRunResult trainStructuralVisibility(const std::filesystem::path& study,
                                       const CodecRecord& codec,
                                       const JndFaces& faces,
                                       const JndRun& run,
                                       const StructuralVisibilityOptions& options,
                                       const JobContext& context) {
    const RunLock lock(run.folder);
    const Json settings = settingsOf(codec, faces, run, options, context);
    claimRun(run.folder, settings);
    if (const std::optional<JndRunResult> before = finishedRun(run))
        return *before;
    writeSplit(run.folder, faces, run.split);
    const SurrogatePatches train =
        surrogatePatches(study, codec, faces, run.split.train, options.leastSsim, context.part(0.0, 0.09));
    const SurrogatePatches validation = surrogatePatches(
        study, codec, faces, run.split.validation, options.leastSsim, context.part(0.09, 0.1));
    if (validation.patches.empty())
        throwBadInput(fmt::format("No patch to choose by has an SSIM of at least {:g} at any level.",
                                  options.leastSsim),
                      "Take a smaller --surrogate-ssim.");
    context.info(fmt::format("{}: {} patches to learn from, {} to choose by; {} and {} satisfy no level.",
                             shen21Title,
                             train.patches.size(),
                             validation.patches.size(),
                             train.leftOut,
                             validation.leftOut));

    const RunOptions& execution = context.options();
    const SurrogateBatches batches(train.patches, options.batch, options.flip, execution.seed);
    const auto trainer = modelsLibrary().createTrainer(
        "structure",
        settings.at("network"),
        execution.seed,
        {.device = execution.device, .precision = execution.precision, .threads = context.workers()});
    EpochSchedule schedule = options.schedule;
    schedule.stepsPerEpoch = batches.stepsPerEpoch();
    const std::filesystem::path card = run.folder.model() / (run.modelName + ".json");
    const LeastErrorFit fit = trainToLeastError(
        *trainer,
        {.folder = run.folder,
         .settings = settings,
         .schedule = {.steps = schedule.epochs * schedule.stepsPerEpoch,
                      .rate = [schedule,
                               rate = options.rate](std::int64_t step) { return rate * schedule.at(step); },
                      .openUntil = 0},
         .stepsPerEpoch = batches.stepsPerEpoch(),
         .checkpointEvery = options.checkpointEvery,
         .measure =
             [&validation](models::NetworkTrainer& trained) { return errorOn(validation.patches, trained); },
         .store =
             [&](const models::TensorMap& weights, double error, std::int64_t steps) {
                 Json training = settings;
                 training.update({{"validation_error", error},
                                  {"validation_error_unchanged", errorUnchanged(validation.patches)},
                                  {"best_step", steps},
                                  {"train_patches", train.patches.size()},
                                  {"validation_patches", validation.patches.size()},
                                  {"left_out_patches", train.leftOut + validation.leftOut}});
                 writeTrainedModel(run.folder.model(), weights, cardOf(run, codec, options, training));
             }},
        [&batches](int) -> BatchMaker {
            return [own = std::make_shared<SurrogateBatches>(batches)](std::int64_t step) {
                return (*own)(step);
            };
        },
        context.part(0.1, 1.0));
    JndRunResult result;
    result.steps = fit.steps;
    result.bestStep = fit.bestStep;
    result.validationError = fit.validationError;
    result.state = "finished";
    result.card = card;
    return result;
}

}  // namespace limen
