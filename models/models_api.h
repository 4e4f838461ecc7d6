// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// What Limen's core may ask of its networks. No LibTorch type appears here: the library limen_models is
// loaded at run time (core/recognition/models_library.h), so that programs which need no network start
// without it.

#include <map>
#include <memory>
#include <span>
#include <string>

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

/// What the library offers; one table, fetched with limenModelsApi().
struct ModelsApi {
    int version = 1;
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
};

}  // namespace limen::models

extern "C" const limen::models::ModelsApi* limenModelsApi();
