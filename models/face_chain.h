// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "base/json.h"
#include "models/conv_chain.h"
#include "models/tensor_source.h"

namespace limen::models {

/// Limen's own network for small images, of whole convolutions and ReLU: per multiplication it learns and
/// runs several times as fast on a CPU as one of depthwise filters. A stem and three stages, each halving the
/// map, with residual blocks (He 2016), then the depthwise filter of the size of the last map and the linear
/// layer that close a MobileFaceNet (Chen 2018, section 3.1). `options`:
/// - `widths`: channels of the stem and of the three stages;
/// - `depths`: residual blocks of the three stages;
/// - `bottleneck`: true for blocks of 1x1 to half the channels, 3x3, 1x1; false for two 3x3.
/// Throws Error (BadInput) for options that are missing or senseless, and whatever `source` throws.
std::vector<ConvLayer> faceChain(const Json& options, TensorSource& source, int width, int height);

}  // namespace limen::models
