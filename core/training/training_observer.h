// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/error.h"
#include "base/json.h"
#include "models/models_api.h"

namespace limen {

/// What an observer may do with a training between its steps.
struct TrainingControls {
    models::NetworkTrainer& trainer;
    /// Writes the run's checkpoint now.
    std::function<void()> saveCheckpoint;
    /// Writes the same into another file.
    std::function<void(const std::filesystem::path& file)> writeCheckpoint;
};

/// Watches a training and may change or end it. Called on the training's thread. Steps count from 0.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;

    /// May change the trainer and the learning rate of this step, wait, or throw Cancelled.
    virtual void beforeStep(std::int64_t step, double& rate, const TrainingControls& controls);
    /// `losses` of this step, which counts as done.
    virtual void afterStep(std::int64_t step,
                           const std::map<std::string, double>& losses,
                           const TrainingControls& controls);
    /// Asked before the first step and after each: true ends the training with the steps done so far.
    virtual bool endsTraining() const { return false; }
    /// A checkpoint after `steps` steps is on the disk.
    virtual void onCheckpoint(std::int64_t steps, const TrainingControls& controls);
    /// The step failed; the trainer is as before it. The error goes on to the caller.
    virtual void onFailedStep(std::int64_t step, const models::TensorMap& batch, const Error& error);

    /// What must survive a restart, kept in the checkpoint under this name; "" for nothing.
    virtual std::string name() const { return {}; }
    virtual Json state() const { return {}; }
    virtual void restore(const Json& state);
};

}  // namespace limen
