// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <vector>

#include "base/job_context.h"
#include "codecs/codec.h"
#include "models/models_api.h"
#include "training/least_error_training.h"

namespace limen {

/// Faces as a network of levels sees them.
struct LevelSamples {
    std::vector<std::vector<float>> rows;      ///< standardised descriptions
    std::vector<std::vector<float>> mirrored;  ///< of the mirrored faces; empty: they are not learned from
    std::vector<int> points;                   ///< places of the JND points among the levels, 0 the finest
};

struct LevelNetworkOptions {
    std::string head = "binary";  ///< models/level_network.h
    /// Whether, at each level, faces that are recognised there weigh as much together as those that are not,
    /// within 0.1 to 10. Of binary heads alone: thresholds on one number would fall together.
    bool balanced = true;
    int hidden = 128;
    double dropout = 0.5;
    int batch = 32;
    double rate = 1e-4;  ///< of Adam
    std::int64_t epochs = 60;

    /// As models/level_network.h takes them.
    Json network(std::size_t features, int levels) const;
};

/// How much more a face that is still recognised at a level weighs: those that are not by those that are,
/// within 0.1 to 10.
std::vector<float> positiveWeights(const std::vector<int>& points, int levels);

/// The mean absolute error, in levels, of a network's answers.
double errorOfAnswers(const std::vector<std::vector<float>>& answers,
                      const std::vector<int>& points,
                      int levels);

/// Trains a network of levels in the folder of a run, or goes on with it, and keeps the model of the epoch
/// with the least error on `validation`. `store` is given the weights of each model that is the best so far,
/// with its mean absolute error in levels and the steps done. Throws as fitHead().
LeastErrorFit fitLevelNetwork(
    const RunFolder& folder,
    const Json& settings,
    const LevelSamples& train,
    const LevelSamples& validation,
    int levels,
    const LevelNetworkOptions& options,
    const std::function<void(const models::TensorMap&, double error, std::int64_t steps)>& store,
    const JobContext& context);

}  // namespace limen
