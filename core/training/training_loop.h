// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "models/models_api.h"
#include "training/learning_schedule.h"
#include "training/training_observer.h"

namespace limen {

struct TrainingPlan {
    LearningSchedule schedule;
    /// `checkpoint.safetensors` is kept here, and taken up again when it is of the same run.
    std::filesystem::path folder;
    /// Everything that decides the result (data hashes, options, seed) but the number of steps: a checkpoint
    /// with other words is refused, as is one that another number of steps would have led elsewhere.
    Json settings;
    std::int64_t checkpointEvery = 500;
    int loaders = 1;  ///< threads that prepare batches
    /// In the order in which they are called; they outlive the training.
    std::vector<TrainingObserver*> observers = {};
};

/// Makes the batch of step k: from k alone, so that a resumed run sees what an undisturbed one would.
using BatchMaker = std::function<models::TensorMap(std::int64_t step)>;

/// Trains to the end of the plan, or until an observer ends it: batches are prepared ahead on threads of
/// their own, each with its own maker; the losses go to the context's metrics. Returns the number of steps
/// done, in this and earlier runs. A stop request saves a checkpoint and throws Cancelled. A loss that is not
/// a finite number ends the run with an Error (Failure); the last good checkpoint stays.
std::int64_t trainNetwork(models::NetworkTrainer& trainer,
                          const TrainingPlan& plan,
                          const std::function<BatchMaker(int loader)>& makeLoader,
                          const JobContext& context);

}  // namespace limen
