// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "models/models_api.h"

namespace limen::models {

/// A recognizer split before its last layer, where dropout stands in training. `options`: `architecture`,
/// `options` of that architecture, `width` and `height` of its input. Input: `images`, n x height x width x
/// 3, normalised. Gives `features`, n x c: what enters the last layer; and that layer with its batch norm
/// folded in: `weight`, d x c, and `bias`, d, so that features * weight^T + bias are the raw embeddings.
/// Throws Error (BadInput) as createEmbeddingNetwork(), and for a last layer that is not linear.
std::unique_ptr<TensorNetwork> makeRecognizerHead(const Json& options,
                                                  const TensorMap& weights,
                                                  const ExecutionOptions& execution);

}  // namespace limen::models
