// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "base/json.h"
#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// Limen's own network for points in an image: a stem and three stages of whole convolutions as in
/// face-chain, then one convolution over the whole last map, which keeps where something was, and a linear
/// layer without norm, so that an answer does not depend on the batch it is learnt in. `options`:
/// - `widths`: channels of the stem, of the three stages and of the layer over the whole map.
/// Throws Error (BadInput) for options that are missing or senseless, and whatever `source` throws.
std::vector<ConvLayer> landmarkChain(const Json& options, TensorSource& source, int width, int height);

}  // namespace limen::models
