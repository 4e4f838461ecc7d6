// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/least_error_training.h"

#include <optional>

#include "base/cancellation.h"
#include "base/error.h"
#include "base/safe_file.h"
#include "training/metric_file.h"
#include "training/run_history.h"
#include "training/trained_model.h"

namespace limen {

namespace {

/// Keeps the best model and writes down how the run goes.
class LeastErrorObserver final : public TrainingObserver {
public:
    LeastErrorObserver(const LeastErrorPlan& plan, const JobContext& context)
        : m_plan(&plan), m_history(plan.folder.history()), m_context(&context) {
        m_status.steps = plan.schedule.steps;
        m_status.stepsPerEpoch = plan.stepsPerEpoch;
    }

    std::int64_t bestStep() const { return m_status.bestStep; }
    double error() const { return m_error.value_or(0.0); }

    void beforeStep(std::int64_t step, double&, const TrainingControls&) override {
        if (m_metrics)
            return;
        m_metrics.emplace(m_plan->folder.metrics(), step);
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
        const double error = m_plan->measure(controls.trainer);
        m_metrics->add(step, "validation_error", error);
        m_context->metric("validation_error", step, error);
        if (!m_error || error < *m_error) {
            m_error = error;
            m_status.bestStep = m_status.step;
            m_plan->store(controls.trainer.weights(), error, m_status.bestStep);
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
        writeFileAtomically(m_plan->folder.status(), toJson(m_status).dump());
    }

    const LeastErrorPlan* m_plan;
    RunHistory m_history;
    const JobContext* m_context;
    std::optional<MetricFile> m_metrics;  ///< opened when it is known where the run goes on
    RunStatus m_status;
    std::optional<double> m_error;
};

}  // namespace

LeastErrorFit trainToLeastError(models::NetworkTrainer& trainer,
                                const LeastErrorPlan& plan,
                                const std::function<BatchMaker(int loader)>& makeLoader,
                                const JobContext& context) {
    LeastErrorObserver observer(plan, context);
    TrainingPlan training;
    training.schedule = plan.schedule;
    training.folder = plan.folder.path();
    training.settings = plan.settings;
    training.checkpointEvery = plan.checkpointEvery;
    training.observers = {&observer};
    LeastErrorFit fit;
    try {
        fit.steps = trainNetwork(trainer, training, makeLoader, context);
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
