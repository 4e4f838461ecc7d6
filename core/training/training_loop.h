// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/job_context.h"
#include "base/json.h"
#include "models/models_api.h"

namespace limen {

/// Learning rate over the steps of a run: linear warm-up, a plateau, then a half cosine down to `floor` x
/// `peak` (Loshchilov and Hutter 2017) over the last `descent` steps. A run that is still on its plateau can
/// be taken up again with another number of steps: it is the same run (Hu 2024, warm-up, stable, decay).
struct CosineSchedule {
    double peak = 1e-3;
    double floor = 0.01;
    std::int64_t warmup = 200;
    std::int64_t steps = 10000;
    std::int64_t descent = 1LL << 60U;  ///< by default everything after the warm-up

    double at(std::int64_t step) const;
    /// First step of the descent.
    std::int64_t descentStart() const { return std::max(warmup, steps - descent); }
};

struct TrainingPlan {
    CosineSchedule schedule;
    /// `checkpoint.safetensors` is kept here, and taken up again when it is of the same run.
    std::filesystem::path folder;
    /// Everything that decides the result (data hashes, options, seed) but the number of steps: a checkpoint
    /// with other words is refused, as is one that another number of steps would have led elsewhere.
    Json settings;
    std::int64_t checkpointEvery = 500;
    int loaders = 1;  ///< threads that prepare batches
    /// Called after each checkpoint with the number of steps done, e.g. to keep a preview.
    std::function<void(std::int64_t steps)> afterCheckpoint = {};
};

/// Makes the batch of step k: from k alone, so that a resumed run sees what an undisturbed one would.
using BatchMaker = std::function<models::TensorMap(std::int64_t step)>;

/// Trains to the end of the plan: batches are prepared ahead on threads of their own, each with its own
/// maker; the losses go to the context's metrics. A stop request saves a checkpoint and throws Cancelled. A
/// loss that is not a finite number ends the run with an Error (Failure); the last good checkpoint stays.
void trainNetwork(models::NetworkTrainer& trainer,
                  const TrainingPlan& plan,
                  const std::function<BatchMaker(int loader)>& makeLoader,
                  const JobContext& context);

}  // namespace limen
