// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>

#include "models/models_api.h"

namespace limen::models {

// One per network that Limen trains; what `options` and the batches hold is said beside each.

/// Trains models/face_generator.h against models/face_critic.h.
/// `options`: `generator` (face_generator.h), `features`: file of an lpips-squeeze network (without: random
/// features, for tests), `judges`:
/// recognizers that hold the generator to the identity it was asked for, each {`weights`: file, `options`: of
/// the architecture mobilefacenet, `crop`, `mean`, `std`}. A batch holds, for one window of the canvas,
/// - `place`: [2], its left and top cell, both even;
/// - `photo`: n x 3 x 112 x 112, -1..1, photographs;
/// - `map`: 2n x 3 x 28 x 28, -1..1, layouts: of the photographs, then of people who do not exist;
/// - `embedding`: 2n x (128 per judge), likewise; one unit vector for each judge.
/// evaluate() takes `place`, `map` and `embedding` of any extent and gives `photo`.
std::unique_ptr<NetworkTrainer> faceSamplerTrainer(const Json& options,
                                                   std::uint64_t seed,
                                                   const ExecutionOptions& execution);

/// jnd_trainer.h
std::unique_ptr<NetworkTrainer> jndTrainer(const Json& options,
                                           std::uint64_t seed,
                                           const ExecutionOptions& execution);

/// Points in images. `options`: `side` of the square input, and those of the architecture landmark-chain.
/// Batch: `images` N x side x side x 3; `points` N x 10, the pairs that the network shall answer, the eyes
/// first; `faces` N, 1 where there is a face, 0 where not (its points count for nothing).
/// Losses: `points`, the mean distance as a share of the eye distance, and `face`, the cross entropy.
/// Evaluation gives `answer` N x 11: the points and the logit of a face.
std::unique_ptr<NetworkTrainer> landmarkTrainer(const Json& options,
                                                std::uint64_t seed,
                                                const ExecutionOptions& execution);

/// Trains models/level_network.h. `options`: those of it, `begin` and `positive_weights`, of each level how
/// much more a face that is still recognised there weighs. Batch: `features` n x features; `points` n, the
/// place of the JND point among the levels, 0 the finest. Loss: `loss`, the mean binary cross entropy over
/// all levels, of a regression the mean absolute error in levels. Evaluation takes `features` and gives
/// `answer`.
std::unique_ptr<NetworkTrainer> levelTrainer(const Json& options,
                                             std::uint64_t seed,
                                             const ExecutionOptions& execution);

/// recognizer_trainer.h
std::unique_ptr<NetworkTrainer> recognizerTrainer(const Json& options,
                                                  std::uint64_t seed,
                                                  const ExecutionOptions& execution);

/// Trains models/structure_network.h to make of a patch what it is to look like: the mean absolute error,
/// Adam with the momenta 0.5 and 0.999 (Shen 2021). `options`: those of the network. Batch: `patches` and
/// `targets`, n x 1 x 64 x 64, (v - 127.5) / 127.5 of 0..255. Loss: `error`, in grey levels. Evaluation takes
/// `patches` of any number and gives `patches`.
std::unique_ptr<NetworkTrainer> structureTrainer(const Json& options,
                                                 std::uint64_t seed,
                                                 const ExecutionOptions& execution);

}  // namespace limen::models
