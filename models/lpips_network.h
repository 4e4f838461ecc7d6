// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "models/models_api.h"

namespace limen::models {

/// LPIPS v0.1 over SqueezeNet 1.1 (Zhang 2018; spec/metrics.md section 2). Inputs: `a` and `b`, both
/// n x 3 x h x w, -1..1, at least 32 x 32. Gives `distance`, [n].
std::unique_ptr<TensorNetwork> makeLpipsNetwork(const TensorMap& weights, const ExecutionOptions& execution);

}  // namespace limen::models
