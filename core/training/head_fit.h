// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <vector>

#include "base/job_context.h"
#include "training/least_error_training.h"

namespace limen {

/// Faces as a small network sees them that stands on a frozen recognizer. What it points to outlives the fit.
struct HeadSamples {
    const std::vector<std::vector<float>>* rows = nullptr;  ///< standardised descriptions
    /// Of the mirrored faces, in place of every second one; none: they are not learned from.
    const std::vector<std::vector<float>>* mirrored = nullptr;
    std::vector<float> targets;  ///< what the network is to answer
};

struct HeadFitPlan {
    Json network;   ///< options of the trainer "levels" (models/trainers.h)
    Json settings;  ///< everything that decides the result
    int batch = 32;
    double rate = 1e-4;  ///< of Adam
    std::int64_t epochs = 60;
};

/// Trains in the folder of a run, or goes on there, and keeps the model of the epoch with the least error on
/// faces that it does not learn from. `measure`: the error of the network's answers to `validation`, one list
/// a face. `store` is given the weights of each model that is the best so far, with its error and the steps
/// done. Throws Error (BadInput) when the batch is larger than what there is to learn from, Cancelled, and
/// whatever trainNetwork() does.
LeastErrorFit fitHead(
    const RunFolder& folder,
    const HeadFitPlan& plan,
    const HeadSamples& train,
    const std::vector<std::vector<float>>& validation,
    const std::function<double(const std::vector<std::vector<float>>& answers)>& measure,
    const std::function<void(const models::TensorMap& weights, double error, std::int64_t steps)>& store,
    const JobContext& context);

}  // namespace limen
