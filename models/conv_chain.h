// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "models/models_api.h"

namespace limen::models {

inline constexpr double normEps = 1e-5;

enum class Activation { None, PRelu, Relu, Relu6 };

/// Convolution, batch norm (normEps) where there is one, activation: what every face embedding network of
/// the MobileFaceNet family is made of, with identity shortcuts around runs of three.
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

/// How runLayer() takes batch norms and shortcuts.
struct LayerMode {
    bool training = false;  ///< statistics of the batch, which also move the running ones
    double normMomentum = 0.1;
};

/// One layer as published: convolution in the type of `x`, batch norm, activation, shortcut. `shortcut` holds
/// the open one from layer to layer.
at::Tensor runLayer(const ConvLayer& layer, const at::Tensor& x, at::Tensor& shortcut, LayerMode mode);

/// A convolution that includes its batch norm.
struct FoldedLayer {
    at::Tensor weight;  ///< double, shape of ConvLayer::weight
    at::Tensor bias;    ///< double
};

/// (conv(x) - mean) / sqrt(variance + eps) * weight + bias as one convolution; in double, so that folding
/// costs no accuracy.
FoldedLayer foldBatchNorm(const ConvLayer& layer);

/// The layer with its batch norm folded in, in `type` and channels_last on `device`; its slopes stay fp32.
ConvLayer foldedLayer(const ConvLayer& layer, at::Device device, at::ScalarType type);

/// One folded layer without a graph: convolution, activation in place. No shortcut.
at::Tensor runFolded(const ConvLayer& layer, const at::Tensor& x);

/// Sets LibTorch's and oneDNN's threads for the calling thread, to whom the setting belongs: a worker that
/// did not make the network still has its own.
void useThreads(int threads);

/// Throws Error (Failure) unless the spans hold `batch` images and vectors.
void requireBatch(int batch, std::size_t input, std::size_t inputValues, std::size_t output, int dimension);

/// Runs a chain whose last layer leaves one pixel. As published (eager, default layout, batch norm kept) or
/// optimised, as `execution` says. In the optimised form an image's vector depends on that image alone: not
/// on its batch, its place in it, or the number of threads.
std::unique_ptr<EmbeddingNetwork> makeConvChain(std::vector<ConvLayer> layers,
                                                int width,
                                                int height,
                                                const ExecutionOptions& execution);

}  // namespace limen::models
