// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <string>
#include <vector>

#include "base/json.h"
#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// The layers of `architecture` with its `options` (both as in a model card) for an input of width x height.
/// Throws Error (BadInput) for an architecture Limen does not have, and whatever the plan throws.
std::vector<ConvLayer> buildChain(
    const std::string& architecture, const Json& options, TensorSource& source, int width, int height);

}  // namespace limen::models
