// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "models/models_api.h"
#include "training/training_observer.h"

namespace limen {

/// What a training goes on from: the trainer's state, the number of steps done and what the observers
/// remember, in one file.
struct CheckpointPosition {
    std::int64_t steps = 0;  ///< done
    std::int64_t end = 0;    ///< steps of the whole run, where they have mattered already; else 0
};

/// Written whole or not at all. Throws Error (Failure).
void writeCheckpoint(const std::filesystem::path& file,
                     const models::NetworkTrainer& trainer,
                     const CheckpointPosition& position,
                     const std::vector<TrainingObserver*>& observers);

/// Throws Error (BadInput) for a file that is no whole checkpoint, or one of another network.
CheckpointPosition readCheckpoint(const std::filesystem::path& file,
                                  models::NetworkTrainer& trainer,
                                  const std::vector<TrainingObserver*>& observers);

}  // namespace limen
