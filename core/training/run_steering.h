// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "training/run_commands.h"
#include "training/run_history.h"
#include "training/training_observer.h"

namespace limen {

/// Lets a run be changed, paused and ended while it is going (training/run_commands.h); each change is in
/// force from the next step on and written to the run's history before. A run that is taken up again from an
/// earlier checkpoint repeats the changes of its history at their steps, unless another is asked for first:
/// what a run did follows from its settings and its history.
class RunSteering final : public TrainingObserver {
public:
    /// `settings`: lambda_id, lambda_pixel, lambda_content and rate to begin with. `context` is asked whether
    /// to stop while the run is paused.
    RunSteering(RunFolder folder, std::map<std::string, double> settings, const JobContext& context);

    /// As they stand.
    const std::map<std::string, double>& settings() const { return m_settings; }
    bool paused() const { return m_paused; }
    /// Ended by a command.
    bool stopped() const { return m_stopped; }
    /// The faces asked for since the last call; nothing when nobody asked.
    std::optional<std::vector<std::string>> takePreview();
    /// Called when the run begins to wait and when it goes on.
    void onPauseChanged(std::function<void(std::int64_t step)> call) { m_pauseChanged = std::move(call); }

    void beforeStep(std::int64_t step, double& rate, const TrainingControls& controls) override;
    bool endsTraining() const override { return m_stopped; }
    std::string name() const override { return "steering"; }
    Json state() const override;
    void restore(const Json& state) override;

private:
    void repeat(std::int64_t step, models::NetworkTrainer& trainer);
    void obey(std::int64_t step, models::NetworkTrainer& trainer);
    void apply(const std::map<std::string, double>& changes, models::NetworkTrainer& trainer);

    RunFolder m_folder;
    RunHistory m_history;
    std::map<std::string, double> m_settings;
    const JobContext* m_context;
    std::vector<std::pair<std::int64_t, std::map<std::string, double>>>
        m_earlier;  ///< changes not yet repeated
    std::optional<std::vector<std::string>> m_preview;
    std::function<void(std::int64_t)> m_pauseChanged;
    bool m_paused = false;
    bool m_stopped = false;
};

}  // namespace limen
