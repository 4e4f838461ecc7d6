// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <string>

#include "training/run_folder.h"
#include "training/training_loop.h"

namespace limen {

/// A training that keeps the model of the epoch with the least error on what it does not learn from.
struct LeastErrorPlan {
    RunFolder folder;
    Json settings;  ///< TrainingPlan::settings
    LearningSchedule schedule;
    std::int64_t stepsPerEpoch = 1;
    std::int64_t checkpointEvery = 50;  ///< steps
    /// The error with the present weights, after each epoch.
    std::function<double(models::NetworkTrainer&)> measure;
    /// Keeps the weights of a model that is the best so far.
    std::function<void(const models::TensorMap& weights, double error, std::int64_t steps)> store;
};

/// What a training has come to.
struct LeastErrorFit {
    std::int64_t steps = 0, bestStep = 0;
    double validationError = 0.0;
};

/// Trains in the folder of a run, whose metrics, status and history it writes, or goes on with it. Throws as
/// trainNetwork().
LeastErrorFit trainToLeastError(models::NetworkTrainer& trainer,
                                const LeastErrorPlan& plan,
                                const std::function<BatchMaker(int loader)>& makeLoader,
                                const JobContext& context);

}  // namespace limen
