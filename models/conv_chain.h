// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "models/models_api.h"

namespace limen::models {

enum class Activation { None, PRelu, Relu, Relu6 };

/// Convolution, batch norm (running statistics, eps 1e-5), activation: what every face embedding network of the
/// MobileFaceNet family is made of, with identity shortcuts around runs of three.
struct ConvLayer {
    at::Tensor weight;  ///< out x in/groups x height x width
    at::Tensor bias;    ///< out; undefined: none
    at::Tensor normWeight;
    at::Tensor normBias;
    at::Tensor normMean;
    at::Tensor normVariance;
    at::Tensor slope;  ///< PReLU: one per channel
    std::int64_t stride = 1;
    std::int64_t padding = 0;
    std::int64_t groups = 1;
    Activation activation = Activation::None;
    bool opensShortcut = false;   ///< its input is kept
    bool closesShortcut = false;  ///< and added to this layer's output
};

/// Runs a chain whose last layer leaves one pixel. As published (eager, default layout, batch norm kept) or
/// optimised, as `execution` says. In the optimised form an image's vector depends on that image alone: not on
/// its batch, its place in it, or the number of threads.
std::unique_ptr<EmbeddingNetwork> makeConvChain(std::vector<ConvLayer> layers,
                                                int width,
                                                int height,
                                                const ExecutionOptions& execution);

}  // namespace limen::models
