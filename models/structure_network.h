// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <cstdint>
#include <memory>
#include <string>

#include "models/tensor_source.h"

namespace limen::models {

/// The network of Shen 2021 ("Just noticeable distortion profile inference: a patch-level structural
/// visibility learning approach"), after the authors' program: what a grey patch of 64x64 may look like
/// without the eye noticing, of which the model keeps the structure alone. A U-Net whose skips see the mean
/// of their whole level, with self-attention at the bottom; every convolution and matrix but the last divided
/// by its spectral norm (Miyato 2018).
///
/// | level | side | channels at width 1 |            |
/// |------:|-----:|--------------------:|------------|
/// |     1 |   64 |                  32 | 7x7        |
/// |     2 |   32 |                  64 | 3x3 by 2   |
/// |     3 |   16 |                 128 | 3x3 by 2   |
/// |     4 |    8 |                 256 | 3x3 by 2   |
/// |     5 |    4 |                 512 | 3x3 by 2, self-attention |
///
/// Back up by nearest neighbours and a 3x3 convolution that halves the channels, the level's skip behind
/// them, and a 3x3 block that halves them again. 5780576 parameters at width 1.
class StructureNetwork {
public:
    static constexpr std::int64_t side = 64;

    /// `options`: `width` (1), the share of the channels: 1, 0.5 or 0.25. Throws Error (BadInput).
    StructureNetwork(const Json& options, TensorSource& source);

    /// Begins to divide the weights by their spectral norms, which weights without training have in them.
    /// What the norms are found with begins with numbers from `seed`.
    void beginNorms(std::uint64_t seed);

    void moveTo(at::Device device);

    /// `patches`: n x 1 x 64 x 64, -1..1; gives the same. While it learns, norms are of the batch, and their
    /// running means and the vectors of the spectral norms go on.
    at::Tensor forward(const at::Tensor& patches, bool training);

    /// What learns, what follows, and the vectors of the spectral norms. All share memory with the network.
    NamedTensors parameters() const;
    NamedTensors statistics() const;
    const NamedTensors& vectors() const { return m_vectors; }

    /// As a file holds them: the weights divided by their norms.
    NamedTensors finished() const;

private:
    /// Divided by its spectral norm, where that is not in it already.
    at::Tensor weightOf(const std::string& layer, bool training);
    at::Tensor convolution(const std::string& layer, const at::Tensor& x, std::int64_t stride, bool training);
    at::Tensor block(const std::string& layer, const at::Tensor& x, std::int64_t stride, bool training);
    at::Tensor selfAttention(const at::Tensor& x, bool training);
    at::Tensor globalAttention(const std::string& layer, const at::Tensor& x, bool training);

    NamedTensors m_tensors;  ///< all but the vectors
    NamedTensors m_vectors;  ///< by layer; empty when the weights are divided already
};

/// The architecture "shen21": `patches`, n x 1 x 64 x 64, (v - 127.5) / 127.5 of 0..255, in and out. A
/// patch's answer depends on that patch alone: not on its batch, its place in it, or the number of threads.
/// Throws Error (BadInput) naming the first tensor that does not fit.
std::unique_ptr<TensorNetwork> makeStructureNetwork(const Json& options,
                                                    const TensorMap& weights,
                                                    const ExecutionOptions& execution);

}  // namespace limen::models
