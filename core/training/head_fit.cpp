// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/head_fit.h"

#include <fmt/format.h>
#include <memory>

#include "base/error.h"
#include "recognition/models_library.h"
#include "training/epoch_order.h"
#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers of one seed; the order has the first.
constexpr std::uint64_t flipStream = 2;
constexpr std::int64_t epochsBetweenCheckpoints = 5;

models::TensorMap batchOf(const std::vector<std::vector<float>>& rows) {
    FloatTensor features{
        {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.front().size())}, {}};
    for (const std::vector<float>& row : rows)
        features.values.insert(features.values.end(), row.begin(), row.end());
    return {{"features", std::move(features)}};
}

/// Makes batches: each epoch is all faces in a new order; what does not fill a batch at its end is left out.
class HeadBatches {
public:
    HeadBatches(const HeadSamples& samples, int batch, std::uint64_t seed)
        : m_samples(&samples),
          m_batch(static_cast<std::size_t>(batch)),
          m_seed(seed),
          m_order(samples.rows->size(), seed) {
        if (stepsPerEpoch() == 0)
            throwBadInput(
                fmt::format(
                    "A batch of {} is larger than the {} images to learn from.", batch, samples.rows->size()),
                "Take a smaller --batch, or import more images.");
    }

    std::int64_t stepsPerEpoch() const {
        return static_cast<std::int64_t>(m_samples->rows->size() / m_batch);
    }

    models::TensorMap operator()(std::int64_t step) {
        const std::vector<std::size_t>& order = m_order.of(step / stepsPerEpoch());
        const std::size_t first = static_cast<std::size_t>(step % stepsPerEpoch()) * m_batch;
        SampleRandom random(m_seed, static_cast<std::uint64_t>(step), flipStream);
        std::vector<std::vector<float>> rows;
        FloatTensor points{{static_cast<std::int64_t>(m_batch)}, {}};
        for (std::size_t i = first; i < first + m_batch; ++i) {
            const bool mirrored = random.chance(0.5) && m_samples->mirrored != nullptr;
            rows.push_back((mirrored ? *m_samples->mirrored : *m_samples->rows)[order[i]]);
            points.values.push_back(m_samples->targets[order[i]]);
        }
        models::TensorMap batch = batchOf(rows);
        batch.emplace("points", std::move(points));
        return batch;
    }

private:
    const HeadSamples* m_samples;
    std::size_t m_batch;
    std::uint64_t m_seed;
    EpochOrder m_order;
};

/// One list of answers for each face.
std::vector<std::vector<float>> answersOf(const FloatTensor& answer, std::size_t faces) {
    const auto size = static_cast<std::ptrdiff_t>(answer.values.size() / faces);
    std::vector<std::vector<float>> answers;
    for (auto begin = answer.values.begin(); begin != answer.values.end(); begin += size)
        answers.emplace_back(begin, begin + size);
    return answers;
}

}  // namespace

LeastErrorFit fitHead(
    const RunFolder& folder,
    const HeadFitPlan& plan,
    const HeadSamples& train,
    const std::vector<std::vector<float>>& validation,
    const std::function<double(const std::vector<std::vector<float>>& answers)>& measure,
    const std::function<void(const models::TensorMap& weights, double error, std::int64_t steps)>& store,
    const JobContext& context) {
    const RunOptions& run = context.options();
    const HeadBatches batches(train, plan.batch, run.seed);
    const auto trainer = modelsLibrary().createTrainer(
        "levels",
        plan.network,
        run.seed,
        {.device = run.device, .precision = run.precision, .threads = context.workers()});
    const models::TensorMap asked = batchOf(validation);
    LeastErrorPlan training{.folder = folder,
                            .settings = plan.settings,
                            .schedule = {.steps = plan.epochs * batches.stepsPerEpoch(),
                                         .rate = [rate = plan.rate](std::int64_t) { return rate; },
                                         .openUntil = 0},
                            .stepsPerEpoch = batches.stepsPerEpoch(),
                            .checkpointEvery = epochsBetweenCheckpoints * batches.stepsPerEpoch(),
                            .measure = {},
                            .store = store};
    training.measure = [&](models::NetworkTrainer& trained) {
        return measure(answersOf(trained.evaluate(asked).at("answer"), validation.size()));
    };
    return trainToLeastError(
        *trainer,
        training,
        [&batches](int) -> BatchMaker {
            return [own = std::make_shared<HeadBatches>(batches)](std::int64_t step) { return (*own)(step); };
        },
        context);
}

}  // namespace limen
