// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "models/models_api.h"

namespace limen::models {

/// models/face_generator.h with given weights. Inputs: `map` n x 3 x h x w, -1..1; `embedding` n x values;
/// `place` [2], the window's left and top cell; `noise` [1], the seed of its fine noise, below 2^24.
/// Gives `photo`, n x 3 x 4h x 4w, about -1..1.
std::unique_ptr<TensorNetwork> makeFaceGeneratorNetwork(const Json& options,
                                                        const TensorMap& weights,
                                                        const ExecutionOptions& execution);

}  // namespace limen::models
