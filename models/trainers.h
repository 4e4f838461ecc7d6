// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>

#include "models/models_api.h"

namespace limen::models {

// One per network that Limen trains; what `options` and the batches hold is said beside each.

/// Points in images. `options`: `side` of the square input, and those of the architecture landmark-chain.
/// Batch: `images` N x side x side x 3; `points` N x 10, the pairs that the network shall answer, the eyes
/// first; `faces` N, 1 where there is a face, 0 where not (its points count for nothing).
/// Losses: `points`, the mean distance as a share of the eye distance, and `face`, the cross entropy.
/// Evaluation gives `answer` N x 11: the points and the logit of a face.
std::unique_ptr<NetworkTrainer> landmarkTrainer(const Json& options,
                                                std::uint64_t seed,
                                                const ExecutionOptions& execution);

/// recognizer_trainer.h
std::unique_ptr<NetworkTrainer> recognizerTrainer(const Json& options,
                                                  std::uint64_t seed,
                                                  const ExecutionOptions& execution);

}  // namespace limen::models
