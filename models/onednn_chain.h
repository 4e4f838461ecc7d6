// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include "models/conv_chain.h"

namespace limen::models {

/// The optimised form on the CPU, through oneDNN itself: LibTorch packs each layer's weights again on every
/// call and allocates every activation, which is a quarter of the time of networks this small. Here weights
/// are packed once, and each image passes alone through buffers that stay in the cache; so its vector cannot
/// depend on its batch.
std::unique_ptr<EmbeddingNetwork> makeOneDnnChain(const std::vector<ConvLayer>& layers,
                                                  int width,
                                                  int height,
                                                  const ExecutionOptions& execution);

}  // namespace limen::models
