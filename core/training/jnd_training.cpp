// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/jnd_training.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "recognition/models_library.h"
#include "training/checkpoint.h"
#include "training/content_choice.h"
#include "training/jnd_batches.h"
#include "training/jnd_card.h"
#include "training/jnd_division.h"
#include "training/run_preview.h"
#include "training/run_reporter.h"
#include "training/trained_model.h"
#include "training/training_loop.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

std::map<std::string, double> settingsToBeginWith(const JndTrainingOptions& options) {
    return {{"lambda_id", options.lambdaId},
            {"lambda_pixel", options.lambdaPixel},
            {"lambda_content", options.lambdaContent},
            {"rate", options.rate}};
}

Json trainerOptions(const JndTrainingOptions& options, const ContentChoice& content) {
    Json json = {{"network", options.network},
                 {"lambda_id", options.lambdaId},
                 {"lambda_pixel", options.lambdaPixel},
                 {"lambda_content", options.lambdaContent},
                 {"identity_distance", options.identityDistance},
                 {"share_every", options.shareEvery}};
    if (!content.trainerOptions.is_null()) {
        json["content"] = content.trainerOptions;
        json["content"]["every"] = options.contentEvery;
        json["content"]["crop"] = options.contentCrop;
    }
    if (options.encoder)
        json["encoder"] = *options.encoder;
    return json;
}

/// Everything that decides the result.
Json settingsOf(const JndFaces& faces,
                const JndRun& run,
                const JndTrainingOptions& options,
                const ContentChoice& content,
                const JobContext& context) {
    const EpochSchedule& schedule = options.schedule;
    return {{"model", run.modelName},
            {"network", options.network},
            {"lambda_id", options.lambdaId},
            {"lambda_pixel", options.lambdaPixel},
            {"lambda_content", options.lambdaContent},
            {"identity_distance", options.identityDistance},
            {"content", content.description},
            {"content_every", options.contentEvery},
            {"content_crop", options.contentCrop},
            {"target", run.target},
            {"teacher", run.teacher.empty() ? Json() : Json(run.teacher)},
            {"batch", options.batch},
            {"rate", options.rate},
            {"epochs", schedule.epochs},
            {"flat_epochs", schedule.flatEpochs},
            {"tail", schedule.tail == EpochSchedule::Tail::Linear ? "linear" : "literal"},
            {"steps_per_epoch", schedule.stepsPerEpoch},
            {"flip", options.flip},
            {"patience", options.patience},
            {"seed", context.options().seed},
            {"precision", context.options().precision},
            {"device", context.options().device},
            {"data", faces.description},
            {"split", run.splitDescription},
            {"train_images", run.split.train.size()},
            {"unlabelled_images", run.unlabelled.size()},
            {"validation_images", run.split.validation.size()},
            {"test_images", run.split.test.size()},
            {"encoder", options.encoder ? Json(fs::path(*options.encoder).filename().string()) : Json()},
            {"branched_from", run.branchFrom ? Json(run.branchFrom->string()) : Json()}};
}

/// Faces over the whole range of JND points, of those the network does not learn from.
std::vector<std::size_t> shownAtFirst(const JndFaces& faces, const TrainingSplit& split) {
    constexpr std::size_t count = 4;
    std::vector<std::size_t> sorted = split.validation;
    std::stable_sort(sorted.begin(), sorted.end(), [&faces](std::size_t a, std::size_t b) {
        return faces.faces[a].level < faces.faces[b].level;
    });
    if (sorted.size() <= count)
        return sorted;
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < count; ++i)
        shown.push_back(sorted[(2 * i + 1) * sorted.size() / (2 * count)]);
    return shown;
}

/// Shows other faces when told to.
class PreviewCommands final : public TrainingObserver {
public:
    PreviewCommands(RunSteering& steering, RunPreviewer& previewer, const JobContext& context)
        : m_steering(&steering), m_previewer(&previewer), m_context(&context) {}

    void beforeStep(std::int64_t, double&, const TrainingControls&) override {
        if (const auto names = m_steering->takePreview())
            for (const std::string& name : m_previewer->show(*names))
                m_context->warn(fmt::format("{} has no JND point, so it cannot be shown.", name));
    }

private:
    RunSteering* m_steering;
    RunPreviewer* m_previewer;
    const JobContext* m_context;
};

/// Puts the checkpoint of another run where this one looks for its own.
void branch(const JndRun& run,
            models::NetworkTrainer& trainer,
            const TrainingPlan& plan,
            const std::map<std::string, double>& settings) {
    const CheckpointPosition position = readCheckpoint(*run.branchFrom, trainer, {});
    if (position.steps >= plan.schedule.steps)
        throwBadInput(fmt::format("{} has {} steps already, this run ends after {}.",
                                  run.branchFrom->string(),
                                  position.steps,
                                  plan.schedule.steps),
                      "Take more --epochs, or an earlier checkpoint.");
    Json weights = settings;
    weights.erase("rate");
    trainer.change(weights);
    writeFileAtomically(run.folder.settings(), plan.settings.dump(2));
    writeCheckpoint(run.folder.checkpoint(),
                    trainer,
                    {.steps = position.steps, .end = plan.schedule.steps},
                    plan.observers);
    RunHistory(run.folder.history())
        .add(position.steps, "branched", {{"from", run.branchFrom->string()}, {"settings", settings}});
}

std::string stateOf(const RunSteering& steering, const BestModel& best) {
    return steering.stopped() ? "stopped" : best.endedEarly() ? "ended early" : "finished";
}

}  // namespace

JndRunResult trainJndPredictor(const std::shared_ptr<const JndFaces>& faces,
                               const JndRun& run,
                               const JndTrainingOptions& asked,
                               const JobContext& context) {
    const RunLock lock(run.folder);
    JndTrainingOptions options = asked;
    const JndBatchOptions batchOptions = {.batch = options.batch,
                                          .flip = options.flip,
                                          .positives = true,
                                          .seed = context.options().seed,
                                          .targets = run.targets};
    std::vector<std::size_t> learned = run.split.train;
    learned.insert(learned.end(), run.unlabelled.begin(), run.unlabelled.end());
    const JndBatches batches(faces, learned, batchOptions);
    options.schedule.stepsPerEpoch = batches.stepsPerEpoch();
    const ContentChoice content = chooseContent(options.content);
    context.info(fmt::format("{}: {} images to learn from ({} with an accepted mate), {} to choose by; {}.",
                             run.folder.path().filename().string(),
                             learned.size(),
                             batches.matched(),
                             run.split.validation.size(),
                             content.sentence));

    const RunOptions& execution = context.options();
    const auto trainer = modelsLibrary().createTrainer(
        "jnd",
        trainerOptions(options, content),
        execution.seed,
        {.device = execution.device, .precision = execution.precision, .threads = context.workers()});

    const std::map<std::string, double> settings = settingsToBeginWith(options);
    TrainingPlan plan;
    plan.schedule = options.schedule.schedule();
    plan.folder = run.folder.path();
    plan.settings = settingsOf(*faces, run, options, content, context);
    plan.checkpointEvery = options.checkpointEvery;

    RunSteering steering(run.folder, settings, context);
    RunReporter* reporter = nullptr;
    BestModel best(faces,
                   run.split.validation,
                   {.stepsPerEpoch = batches.stepsPerEpoch(),
                    .patience = options.patience,
                    .checkpoint = run.folder.bestCheckpoint(),
                    .store =
                        [&](const models::NetworkTrainer& trained, double psnr, std::int64_t steps) {
                            writeTrainedModel(run.folder.model(),
                                              trained.weights(),
                                              jndCard(run.modelName, plan.settings, psnr, steps));
                        },
                    .publish =
                        [&](std::int64_t step, const std::string& name, double value) {
                            reporter->measured(step, name, value);
                            context.metric(name, step, value);
                        }});
    RunReporter reports(run.folder,
                        {.steps = plan.schedule.steps,
                         .stepsPerEpoch = batches.stepsPerEpoch(),
                         .batch = options.batch,
                         .keepEvery = options.keepEvery * batches.stepsPerEpoch()},
                        steering,
                        best);
    reporter = &reports;
    steering.onPauseChanged([&reports](std::int64_t step) { reports.pauseChanged(step); });
    RunPreviewer previewer(run.folder, faces, shownAtFirst(*faces, run.split), options.previewEvery);
    PreviewCommands previewCommands(steering, previewer, context);
    plan.observers = {&steering, &best, &reports, &previewCommands, &previewer};

    if (run.branchFrom && !fs::exists(run.folder.checkpoint()))
        branch(run, *trainer, plan, settings);
    writeSplit(run.folder, *faces, run.split);
    const auto close = [&reports](const std::string& state, const std::string& message = {}) {
        try {
            reports.close(state, message);
        } catch (const Error&) {
            // What ended the run is the news, not that it could not be written down as well.
        }
    };
    JndRunResult result;
    try {
        result.steps = trainNetwork(
            *trainer,
            plan,
            [&](int) -> BatchMaker {
                return
                    [own = std::make_shared<JndBatches>(batches)](std::int64_t step) { return (*own)(step); };
            },
            context);
        previewer.write(result.steps, *trainer);
    } catch (const Cancelled&) {
        close("cancelled");
        throw;
    } catch (const Error& error) {
        close("failed", error.what());
        throw;
    }
    result.state = stateOf(steering, best);
    const std::optional<RunStatus> before = run.folder.readStatus();
    if (!before || before->state != result.state)
        close(result.state);
    result.validationPsnr = best.psnr();
    result.bestStep = best.steps();
    if (result.validationPsnr)
        result.card = run.folder.model() / (run.modelName + ".json");
    return result;
}

}  // namespace limen
