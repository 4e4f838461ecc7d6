// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// What Limen's core may ask of its networks. No LibTorch type appears here: the library limen_models is
// loaded at run time (core/recognition/models_library.h), so that programs which need no network start
// without it.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/safetensors.h"

namespace limen::models {

/// How to run a network.
struct ExecutionOptions {
    std::string device = "cpu";      ///< "cpu" or "cuda"
    std::string precision = "fp32";  ///< "fp32" or "bf16"
    int threads = 1;                 ///< intra-op threads
    /// false: as published, eager, default layout, batch norm kept; the yardstick of `limen bench embed`.
    bool optimised = true;
};

/// A network that maps images to vectors.
class EmbeddingNetwork {
public:
    virtual ~EmbeddingNetwork() = default;
    virtual int dimension() const = 0;
    /// `input`: batch x height x width x 3 floats (NHWC), normalised; `output`: batch x dimension() floats,
    /// raw.
    virtual void forward(std::span<const float> input, int batch, std::span<float> output) = 0;
};

/// Named tensors: a batch on its way to a network, or what comes back.
using TensorMap = std::map<std::string, FloatTensor>;

/// A network with several inputs or pictures as output. An instance belongs to one thread.
class TensorNetwork {
public:
    virtual ~TensorNetwork() = default;
    /// What goes in and comes out is said beside each architecture. Throws Error (BadInput) when an input is
    /// missing or has the wrong shape.
    virtual TensorMap forward(const TensorMap& inputs) = 0;
};

/// A network while it learns. An instance belongs to one thread. On one machine, with the same options, the
/// same steps give the same weights: whatever is random in step k follows from the seed and k alone.
class NetworkTrainer {
public:
    virtual ~NetworkTrainer() = default;
    /// Forward, backward, one optimiser step. Returns the losses by name, each the mean over the batch.
    /// Throws Error (BadInput) when the batch lacks a tensor or has one of the wrong shape.
    virtual std::map<std::string, double> step(const TensorMap& batch, double learningRate) = 0;
    /// Changes what may change while it learns, from the next step on; which that is, is said beside each
    /// trainer. Part of state(). Throws Error (BadInput), and then nothing has changed.
    virtual void change(const Json& settings) {
        throwBadInput(
            fmt::format("This training cannot change {} while it runs.",
                        settings.empty() || !settings.is_object() ? "anything" : settings.begin().key()));
    }
    /// The network's answer in evaluation mode, with the weights that weights() would give.
    virtual TensorMap evaluate(const TensorMap& batch) = 0;
    /// What the file of a model card holds.
    virtual TensorMap weights() const = 0;
    /// Everything the next step depends on: weights, statistics, optimiser, number of steps.
    virtual TensorMap state() const = 0;
    /// Goes on from there. Throws Error (BadInput) when `state` is of another network.
    virtual void restore(const TensorMap& state) = 0;
};

/// What the library offers; one table, fetched with limenModelsApi().
struct ModelsApi {
    int version = 3;
    /// Version of LibTorch and of its CPU back end, for the identity of results.
    std::string (*libraryVersion)();
    bool (*cudaAvailable)();
    /// Whether this processor runs bf16 natively (AVX512-BF16 or AMX).
    bool (*bf16Available)();
    /// `architecture` and `options` as in a model card; width and height of the input.
    /// Throws limen::Error (BadInput) naming the first tensor that does not fit.
    std::unique_ptr<EmbeddingNetwork> (*createEmbeddingNetwork)(
        const std::string& architecture,
        const Json& options,
        const std::map<std::string, FloatTensor>& weights,
        int width,
        int height,
        const ExecutionOptions& execution);
    /// `architecture`: "face-generator" (models/face_generator_network.h), "jnd-predictor"
    /// (models/jnd_predictor.h), "level-network" (models/level_network.h), "lpips-squeeze", "lpips-alex",
    /// "lpips-vgg", "dists" (models/perceptual_network.h), "recognizer-head" (models/recognizer_head.h),
    /// "recognizer-maps" (models/recognizer_maps.h) or "shen21" (models/structure_network.h). Throws Error
    /// (BadInput) naming the first tensor that does not fit.
    std::unique_ptr<TensorNetwork> (*createTensorNetwork)(const std::string& architecture,
                                                          const Json& options,
                                                          const TensorMap& weights,
                                                          const ExecutionOptions& execution);
    /// models/face_latent_fit.h
    TensorMap (*fitFaceLatents)(const TensorMap& data, int components, int between, int within);
    /// `kind`: "jnd", "landmarks", "levels", "recognizer", "face-sampler" or "structure"; `options` are
    /// described where each trainer is.
    std::unique_ptr<NetworkTrainer> (*createTrainer)(const std::string& kind,
                                                     const Json& options,
                                                     std::uint64_t seed,
                                                     const ExecutionOptions& execution);
};

}  // namespace limen::models

extern "C" const limen::models::ModelsApi* limenModelsApi();
