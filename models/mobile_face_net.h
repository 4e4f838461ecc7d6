// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "base/json.h"
#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// MobileFaceNet (Chen 2018, table 1) for an input of width x height, with the tensor names of two published
/// families. `options`:
/// - `blocks`: absent or "plain" for blocks.I.conv.0..7, "mobilenetv2" for features.I.conv.0.0..3;
/// - `activation`: "prelu" (default of plain) or "relu6" (default of mobilenetv2);
/// - `gdconv`: [height, width] of the last feature map; by default what the input's size leaves.
/// Throws Error (BadInput) for an option that it does not know, and whatever `source` throws.
std::vector<ConvLayer> mobileFaceNet(const Json& options, TensorSource& source, int width, int height);

}  // namespace limen::models
