// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/level_network_fit.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "prediction/level_decision.h"
#include "recognition/models_library.h"
#include "training/epoch_order.h"
#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers of one seed; the order has the first.
constexpr std::uint64_t flipStream = 2;
/// No classifier begins surer than this, in logits.
constexpr double surest = 4.0;
constexpr std::int64_t epochsBetweenCheckpoints = 5;

std::size_t countFrom(const std::vector<int>& points, int level) {
    return static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [level](int point) { return point >= level; }));
}

/// What is answered of any face before there is anything known of it.
std::vector<float> beginning(const std::vector<int>& points,
                             int levels,
                             const std::string& head,
                             const std::vector<float>& weights) {
    if (head == "regression") {
        std::vector<int> sorted = points;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        return {static_cast<float>(*middle)};
    }
    std::vector<float> logits;
    for (int level = 0; level < levels; ++level) {
        const auto recognised = static_cast<double>(countFrom(points, level));
        const double others = static_cast<double>(points.size()) - recognised;
        const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(level)]};
        logits.push_back(static_cast<float>(
            std::clamp(std::log(weight * (recognised + 0.5) / (others + 0.5)), -surest, surest)));
    }
    return logits;
}

models::TensorMap batchOf(const std::vector<std::vector<float>>& rows) {
    FloatTensor features{
        {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.front().size())}, {}};
    for (const std::vector<float>& row : rows)
        features.values.insert(features.values.end(), row.begin(), row.end());
    return {{"features", std::move(features)}};
}

/// Makes batches: each epoch is all faces in a new order; what does not fill a batch at its end is left out.
class LevelBatches {
public:
    LevelBatches(const LevelSamples& samples, int batch, std::uint64_t seed)
        : m_samples(&samples),
          m_batch(static_cast<std::size_t>(batch)),
          m_seed(seed),
          m_order(samples.rows.size(), seed) {
        if (stepsPerEpoch() == 0)
            throwBadInput(
                fmt::format(
                    "A batch of {} is larger than the {} images to learn from.", batch, samples.rows.size()),
                "Take a smaller --batch, or import and label more images.");
    }

    std::int64_t stepsPerEpoch() const { return static_cast<std::int64_t>(m_samples->rows.size() / m_batch); }

    models::TensorMap operator()(std::int64_t step) {
        const std::vector<std::size_t>& order = m_order.of(step / stepsPerEpoch());
        const std::size_t first = static_cast<std::size_t>(step % stepsPerEpoch()) * m_batch;
        SampleRandom random(m_seed, static_cast<std::uint64_t>(step), flipStream);
        std::vector<std::vector<float>> rows;
        FloatTensor points{{static_cast<std::int64_t>(m_batch)}, {}};
        for (std::size_t i = first; i < first + m_batch; ++i) {
            const bool mirrored = random.chance(0.5) && !m_samples->mirrored.empty();
            rows.push_back((mirrored ? m_samples->mirrored : m_samples->rows)[order[i]]);
            points.values.push_back(static_cast<float>(m_samples->points[order[i]]));
        }
        models::TensorMap batch = batchOf(rows);
        batch.emplace("points", std::move(points));
        return batch;
    }

private:
    const LevelSamples* m_samples;
    std::size_t m_batch;
    std::uint64_t m_seed;
    EpochOrder m_order;
};

}  // namespace

Json LevelNetworkOptions::network(std::size_t features, int levels) const {
    return {
        {"features", features}, {"levels", levels}, {"head", head}, {"hidden", hidden}, {"dropout", dropout}};
}

std::vector<float> positiveWeights(const std::vector<int>& points, int levels) {
    std::vector<float> weights;
    for (int level = 0; level < levels; ++level) {
        const auto recognised = static_cast<double>(countFrom(points, level));
        const double others = static_cast<double>(points.size()) - recognised;
        weights.push_back(
            static_cast<float>(recognised > 0.0 ? std::clamp(others / recognised, 0.1, 10.0) : 10.0));
    }
    return weights;
}

double errorOfAnswers(const std::vector<std::vector<float>>& answers,
                      const std::vector<int>& points,
                      int levels) {
    double sum = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const LevelAnswer kind = answers[i].size() == 1 ? LevelAnswer::Place : LevelAnswer::Logits;
        sum += std::abs(placeOfAnswer(kind, answers[i], levels) - points[i]);
    }
    return sum / static_cast<double>(points.size());
}

LeastErrorFit fitLevelNetwork(
    const RunFolder& folder,
    const Json& settings,
    const LevelSamples& train,
    const LevelSamples& validation,
    int levels,
    const LevelNetworkOptions& options,
    const std::function<void(const models::TensorMap&, double error, std::int64_t steps)>& store,
    const JobContext& context) {
    const RunOptions& run = context.options();
    const LevelBatches batches(train, options.batch, run.seed);
    const bool weighed = options.balanced && options.head == "binary";
    const std::vector<float> weights = weighed ? positiveWeights(train.points, levels) : std::vector<float>();
    Json trainerOptions = options.network(train.rows.front().size(), levels);
    trainerOptions["begin"] = beginning(train.points, levels, options.head, weights);
    if (weighed)
        trainerOptions["positive_weights"] = weights;
    const auto trainer = modelsLibrary().createTrainer(
        "levels",
        trainerOptions,
        run.seed,
        {.device = run.device, .precision = run.precision, .threads = context.workers()});

    const models::TensorMap asked = batchOf(validation.rows);
    LeastErrorPlan plan{.folder = folder,
                        .settings = settings,
                        .schedule = {.steps = options.epochs * batches.stepsPerEpoch(),
                                     .rate = [rate = options.rate](std::int64_t) { return rate; },
                                     .openUntil = 0},
                        .stepsPerEpoch = batches.stepsPerEpoch(),
                        .checkpointEvery = epochsBetweenCheckpoints * batches.stepsPerEpoch(),
                        .measure = {},
                        .store = store};
    plan.measure = [&](models::NetworkTrainer& trained) {
        const FloatTensor answer = trained.evaluate(asked).at("answer");
        const auto size = static_cast<std::ptrdiff_t>(answer.values.size() / validation.rows.size());
        std::vector<std::vector<float>> answers;
        for (auto begin = answer.values.begin(); begin != answer.values.end(); begin += size)
            answers.emplace_back(begin, begin + size);
        return errorOfAnswers(answers, validation.points, levels);
    };
    return trainToLeastError(
        *trainer,
        plan,
        [&batches](int) -> BatchMaker {
            return
                [own = std::make_shared<LevelBatches>(batches)](std::int64_t step) { return (*own)(step); };
        },
        context);
}

}  // namespace limen
