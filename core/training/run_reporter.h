// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <memory>

#include "base/progress_rate.h"
#include "training/best_model.h"
#include "training/metric_file.h"
#include "training/run_history.h"
#include "training/run_steering.h"

namespace limen {

/// Writes what a run does to its folder, for whoever watches it: metrics, status, the batch of a failed step.
class RunReporter final : public TrainingObserver {
public:
    struct Plan {
        std::int64_t steps = 0;
        std::int64_t stepsPerEpoch = 1;
        int batch = 1;
        std::int64_t keepEvery = 0;  ///< steps after which a checkpoint is kept to branch from; 0: none
    };

    RunReporter(RunFolder folder, const Plan& plan, const RunSteering& steering, const BestModel& best);

    void measured(std::int64_t step, const std::string& name, double value);
    /// The last status, and its line in the history; `message` of a failure.
    void close(const std::string& state, const std::string& message = {});
    void pauseChanged(std::int64_t step);
    std::int64_t steps() const { return m_steps; }

    void beforeStep(std::int64_t step, double& rate, const TrainingControls& controls) override;
    void afterStep(std::int64_t step,
                   const std::map<std::string, double>& losses,
                   const TrainingControls& controls) override;
    void onFailedStep(std::int64_t step, const models::TensorMap& batch, const Error& error) override;

private:
    void writeStatus(const std::string& state, const std::string& message = {}) const;
    MetricFile& metrics(std::int64_t step);

    RunFolder m_folder;
    RunHistory m_history;
    Plan m_plan;
    const RunSteering* m_steering;
    const BestModel* m_best;
    std::unique_ptr<MetricFile> m_metrics;  ///< opened when it is known where the run goes on
    std::int64_t m_steps = 0;
    double m_rate = 0.0;  ///< learning rate of the present step
    std::chrono::steady_clock::time_point m_stepBegan, m_statusWritten;
    double m_secondsPerStep = 0.0;  ///< exponential mean
};

}  // namespace limen
