// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/head_fit.h"

#include <fmt/format.h>
#include <optional>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "recognition/models_library.h"
#include "training/epoch_order.h"
#include "training/metric_file.h"
#include "training/run_history.h"
#include "training/sample_random.h"
#include "training/trained_model.h"
#include "training/training_loop.h"

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

/// Keeps the best model and writes down how the run goes.
class HeadObserver final : public TrainingObserver {
public:
    using Store = std::function<void(const models::TensorMap&, double, std::int64_t)>;

    HeadObserver(RunFolder folder,
                 std::int64_t steps,
                 std::int64_t stepsPerEpoch,
                 std::function<double(models::NetworkTrainer&)> measure,
                 const Store& store,
                 const JobContext& context)
        : m_folder(std::move(folder)),
          m_history(m_folder.history()),
          m_measure(std::move(measure)),
          m_store(&store),
          m_context(&context) {
        m_status.steps = steps;
        m_status.stepsPerEpoch = stepsPerEpoch;
    }

    std::int64_t bestStep() const { return m_status.bestStep; }
    double error() const { return m_error.value_or(0.0); }

    void beforeStep(std::int64_t step, double&, const TrainingControls&) override {
        if (m_metrics)
            return;
        m_metrics.emplace(m_folder.metrics(), step);
        m_history.add(step, step == 0 ? "started" : "resumed", trainingVersions());
        m_status.step = step;
        writeStatus("running");
    }

    void afterStep(std::int64_t step,
                   const std::map<std::string, double>& losses,
                   const TrainingControls& controls) override {
        m_status.step = step + 1;
        for (const auto& [name, value] : losses)
            m_metrics->add(step, name, value);
        if (m_status.step % m_status.stepsPerEpoch != 0)
            return;
        const double error = m_measure(controls.trainer);
        m_metrics->add(step, "validation_error", error);
        m_context->metric("validation_error", step, error);
        if (!m_error || error < *m_error) {
            m_error = error;
            m_status.bestStep = m_status.step;
            (*m_store)(controls.trainer.weights(), error, m_status.bestStep);
        }
        writeStatus("running");
    }

    void close(const std::string& state, const std::string& message) {
        if (m_metrics)
            m_metrics->flush();
        m_status.message = message;
        writeStatus(state);
        m_history.add(m_status.step, state, message.empty() ? Json::object() : Json{{"message", message}});
    }

    std::string name() const override { return "best"; }
    Json state() const override {
        return {{"error", m_error ? Json(*m_error) : Json()},
                {"steps", m_status.bestStep},
                {"done", m_status.step}};
    }
    void restore(const Json& state) override {
        m_error = state.at("error").is_null() ? std::nullopt : std::optional(state.at("error").get<double>());
        m_status.bestStep = state.at("steps").get<std::int64_t>();
        m_status.step = state.at("done").get<std::int64_t>();
    }

private:
    void writeStatus(const std::string& state) {
        m_status.state = state;
        writeFileAtomically(m_folder.status(), toJson(m_status).dump());
    }

    RunFolder m_folder;
    RunHistory m_history;
    std::function<double(models::NetworkTrainer&)> m_measure;
    const Store* m_store;
    const JobContext* m_context;
    std::optional<MetricFile> m_metrics;  ///< opened when it is known where the run goes on
    RunStatus m_status;
    std::optional<double> m_error;
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

HeadFit fitHead(
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
    const std::int64_t steps = plan.epochs * batches.stepsPerEpoch();
    HeadObserver observer(
        folder,
        steps,
        batches.stepsPerEpoch(),
        [&](models::NetworkTrainer& trained) {
            return measure(answersOf(trained.evaluate(asked).at("answer"), validation.size()));
        },
        store,
        context);
    TrainingPlan training;
    training.schedule = {
        .steps = steps, .rate = [rate = plan.rate](std::int64_t) { return rate; }, .openUntil = 0};
    training.folder = folder.path();
    training.settings = plan.settings;
    training.checkpointEvery = epochsBetweenCheckpoints * batches.stepsPerEpoch();
    training.observers = {&observer};
    HeadFit fit;
    try {
        fit.steps = trainNetwork(
            *trainer,
            training,
            [&batches](int) -> BatchMaker {
                return [own = std::make_shared<HeadBatches>(batches)](std::int64_t step) {
                    return (*own)(step);
                };
            },
            context);
    } catch (const Cancelled&) {
        observer.close("cancelled", {});
        throw;
    } catch (const Error& error) {
        observer.close("failed", error.what());
        throw;
    }
    observer.close("finished", {});
    fit.bestStep = observer.bestStep();
    fit.validationError = observer.error();
    return fit;
}

}  // namespace limen
