// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/level_training.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/safe_file.h"
#include "prediction/level_predictor.h"
#include "training/finished_run.h"
#include "training/jnd_division.h"
#include "training/ridge_regression.h"
#include "training/run_history.h"
#include "training/trained_model.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::array<double, 13> strengths = {
    1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0};

using Rows = std::vector<std::vector<float>>;

bool isRegressor(const LevelTrainingOptions& options) {
    return options.method == LevelMethod::Regressor;
}

const char* nameOf(LevelMethod method) {
    switch (method) {
        case LevelMethod::NoReference:
            return "mv-nr";
        case LevelMethod::FewReference:
            return "mv-fr";
        case LevelMethod::Regressor:
            return "regressor";
    }
    return "";
}

/// Everything that decides the result.
Json settingsOf(const FaceDescriptions& descriptions,
                const JndRun& run,
                const LevelTrainingOptions& options,
                const JobContext& context) {
    const DescriptionPlan& plan = descriptions.plan();
    Json settings = {{"model", run.modelName},
                     {"task", levelTask},
                     {"method", nameOf(options.method)},
                     {"codec", descriptions.codec().identity},
                     {"trunk", plan.trunk},
                     {"recognizer", describerIdentity(plan)},
                     {"references", plan.references},
                     {"seed", context.options().seed},
                     {"precision", context.options().precision},
                     {"device", context.options().device},
                     {"data", descriptions.faces().description},
                     {"split", run.splitDescription},
                     {"train_images", run.split.train.size()},
                     {"validation_images", run.split.validation.size()},
                     {"test_images", run.split.test.size()}};
    if (isRegressor(options)) {
        settings["strengths"] = strengths;
        return settings;
    }
    const LevelNetworkOptions& network = options.network;
    settings.update({{"head", network.head},
                     {"balanced", network.balanced && network.head == "binary"},
                     {"hidden", network.hidden},
                     {"dropout", network.dropout},
                     {"batch", network.batch},
                     {"rate", network.rate},
                     {"epochs", network.epochs},
                     {"flip", options.flip}});
    return settings;
}

/// The descriptions of places, as they are.
Rows rowsOf(const FaceDescriptions& descriptions, const std::vector<std::size_t>& places, bool mirrored) {
    Rows rows;
    for (const std::size_t place : places)
        rows.push_back(descriptions.of(place, mirrored));
    return rows;
}

Rows standard(Rows rows, const Standardisation& standardisation) {
    for (std::vector<float>& row : rows)
        standardisation.apply(row);
    return rows;
}

std::vector<int> pointsOf(const FaceDescriptions& descriptions, const std::vector<std::size_t>& places) {
    std::vector<int> points;
    for (const std::size_t place : places)
        points.push_back(descriptions.codec().levels.indexOf(descriptions.faces().faces[place].level));
    return points;
}

/// Writes the models of one run.
class LevelModelWriter {
public:
    LevelModelWriter(const FaceDescriptions& descriptions,
                     const JndRun& run,
                     const LevelTrainingOptions& options,
                     Json settings)
        : m_run(&run), m_options(&options), m_settings(std::move(settings)) {
        m_card.codec = descriptions.codec().setting;
        m_card.levels = descriptions.codec().levels;
        m_card.description = descriptions.plan();
        m_card.method = describeMethod(options, descriptions.plan());
        m_card.answer = isRegressor(options) || options.network.head == "regression" ? LevelAnswer::Place
                                                                                     : LevelAnswer::Logits;
    }

    void use(const Standardisation& standardisation) { m_card.standardisation = standardisation; }

    fs::path write(models::TensorMap weights, const Json& facts) const {
        const Standardisation& standardisation = m_card.standardisation;
        standardisation.appendTo(weights);
        Json training = m_settings;
        training.update(facts);
        training["versions"] = trainingVersions();
        const Json network = isRegressor(*m_options) ? Json()
                                                     : m_options->network.network(standardisation.mean.size(),
                                                                                  m_card.levels.count());
        return writeTrainedModel(
            m_run->folder.model(),
            weights,
            {{"name", m_run->modelName},
             {"task", levelTask},
             {"architecture", isRegressor(*m_options) ? linearLevelArchitecture : levelNetworkArchitecture},
             {"options", levelCardOptions(m_card, network)},
             {"input", {{"size", {alignedSize, alignedSize}}, {"colour", "RGB"}}},
             {"licence", "weights: research use, as the faces they were learned from; code: BSD-3-Clause"},
             {"source", fmt::format("trained by limen train --model {}", nameOf(m_options->method))},
             {"training", std::move(training)}});
    }

private:
    const JndRun* m_run;
    const LevelTrainingOptions* m_options;
    Json m_settings;
    LevelCard m_card;
};

LeastErrorFit fitNetwork(const FaceDescriptions& descriptions,
                         const JndRun& run,
                         const LevelTrainingOptions& options,
                         const Json& settings,
                         LevelModelWriter& writer,
                         const JobContext& context) {
    Rows learned = rowsOf(descriptions, run.split.train, false);
    const Standardisation standardisation = Standardisation::of(learned);
    writer.use(standardisation);
    const LevelSamples train = {
        .rows = standard(std::move(learned), standardisation),
        .mirrored =
            options.flip ? standard(rowsOf(descriptions, run.split.train, true), standardisation) : Rows(),
        .points = pointsOf(descriptions, run.split.train)};
    const LevelSamples validation = {
        .rows = standard(rowsOf(descriptions, run.split.validation, false), standardisation),
        .mirrored = {},
        .points = pointsOf(descriptions, run.split.validation)};
    return fitLevelNetwork(
        run.folder,
        settings,
        train,
        validation,
        descriptions.codec().levels.count(),
        options.network,
        [&writer](const models::TensorMap& weights, double error, std::int64_t steps) {
            writer.write(weights, {{"validation_error", error}, {"best_step", steps}});
        },
        context);
}

double ridgeError(const LinearFit& fit, const Rows& rows, const std::vector<int>& points, int levels) {
    Rows answers;
    for (const std::vector<float>& row : rows)
        answers.push_back({static_cast<float>(fit.at(row))});
    return errorOfAnswers(answers, points, levels);
}

LeastErrorFit fitRegressor(const FaceDescriptions& descriptions,
                           const JndRun& run,
                           LevelModelWriter& writer) {
    const int levels = descriptions.codec().levels.count();
    Rows learned = rowsOf(descriptions, run.split.train, false);
    const Standardisation chosenBy = Standardisation::of(learned);
    learned = standard(std::move(learned), chosenBy);
    const Rows judged = standard(rowsOf(descriptions, run.split.validation, false), chosenBy);
    const std::vector<int> points = pointsOf(descriptions, run.split.train);
    const std::vector<int> judgedPoints = pointsOf(descriptions, run.split.validation);
    double strength = 0.0, least = 0.0;
    for (const double tried : strengths) {  // rising, so that of equal ones the strongest is taken
        const double error = ridgeError(fitRidge(learned, points, tried), judged, judgedPoints, levels);
        if (strength == 0.0 || error <= least) {
            strength = tried;
            least = error;
        }
    }
    std::vector<std::size_t> all = run.split.train;
    all.insert(all.end(), run.split.validation.begin(), run.split.validation.end());
    std::sort(all.begin(), all.end());
    Rows rows = rowsOf(descriptions, all, false);
    const Standardisation standardisation = Standardisation::of(rows);
    writer.use(standardisation);
    const LinearFit fit =
        fitRidge(standard(std::move(rows), standardisation), pointsOf(descriptions, all), strength);
    writer.write({{"linear.weight", {{static_cast<std::int64_t>(fit.weights.size())}, fit.weights}},
                  {"linear.bias", {{1}, {fit.bias}}}},
                 {{"validation_error", least}, {"strength", strength}});
    const RunHistory history(run.folder.history());
    history.add(0, "started", trainingVersions());
    history.add(1, "finished");
    RunStatus status;
    status.state = "finished";
    status.step = status.steps = status.bestStep = 1;
    writeFileAtomically(run.folder.status(), toJson(status).dump());
    return {.steps = 1, .bestStep = 1, .validationError = least};
}

}  // namespace

std::string describeMethod(const LevelTrainingOptions& options, const DescriptionPlan& plan) {
    const std::string seen = fmt::format("{} of {}",
                                         plan.trunk == "maps" ? "the maps" : "the embedding",
                                         plan.recognizer.substr(plan.recognizer.rfind('/') + 1));
    if (isRegressor(options))
        return "direct regressor of the JND point: ridge on " + seen;
    const LevelNetworkOptions& network = options.network;
    const bool few = options.method == LevelMethod::FewReference;
    return fmt::format("JND-MV-{}, re-implementation after the published description: {} head{} on {}{}",
                       few ? "FR" : "NR",
                       network.head,
                       network.head == "binary" && network.balanced ? " (balanced)" : "",
                       seen,
                       few ? fmt::format(", with the face at {}", fmt::join(plan.references, ", ")) : "");
}

JndRunResult trainLevels(FaceDescriptions& descriptions,
                         const JndRun& run,
                         const LevelTrainingOptions& options,
                         const JobContext& context) {
    const RunLock lock(run.folder);
    const Json settings = settingsOf(descriptions, run, options, context);
    claimRun(run.folder, settings);
    if (const std::optional<JndRunResult> before = finishedRun(run))
        return *before;
    writeSplit(run.folder, descriptions.faces(), run.split);
    const bool mirrored = options.flip && !isRegressor(options);
    const double half = mirrored ? 0.45 : 0.8;
    descriptions.prepare(run.split.train, false, context.part(0.0, half));
    if (mirrored)
        descriptions.prepare(run.split.train, true, context.part(half, 0.8));
    descriptions.prepare(run.split.validation, false, context.part(0.8, 0.85));

    LevelModelWriter writer(descriptions, run, options, settings);
    const LeastErrorFit fit =
        isRegressor(options)
            ? fitRegressor(descriptions, run, writer)
            : fitNetwork(descriptions, run, options, settings, writer, context.part(0.85, 1.0));
    JndRunResult result;
    result.steps = fit.steps;
    result.bestStep = fit.bestStep;
    result.validationError = fit.validationError;
    result.state = "finished";
    result.card = run.folder.model() / (run.modelName + ".json");
    return result;
}

}  // namespace limen
