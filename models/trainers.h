// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>

#include "models/models_api.h"

namespace limen::models {

// One per network that Limen trains; what `options` and the batches hold is said beside each.

/// recognizer_trainer.h
std::unique_ptr<NetworkTrainer> recognizerTrainer(const Json& options,
                                                  std::uint64_t seed,
                                                  const ExecutionOptions& execution);

}  // namespace limen::models
