// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "models/conv_chain.h"
#include "models/named_tensors.h"
#include "models/tensor_source.h"

namespace limen::models {

/// A chain of convolutions that learns: any plan that a network is read with also begins a new one. A moving
/// average of its weights, which generalises better than the last of them (Tarvainen and Valpola 2017), is
/// what evaluation and the file see.
class TrainableChain {
public:
    /// The layers from a source: buildChain() with everything else bound.
    using Plan = std::function<std::vector<ConvLayer>(TensorSource&)>;

    struct Options {
        std::int64_t outputs = 0;   ///< the extent the architecture leaves open
        double dropout = 0.0;       ///< share of the last layer's inputs, 0..1
        double average = 0.999;     ///< decay of the averaged weights; fewer steps average less
        double normMomentum = 0.1;  ///< of the running statistics
    };

    TrainableChain(const Plan& plan,
                   const Options& options,
                   std::uint64_t seed,
                   const ExecutionOptions& execution);

    /// What the optimiser changes.
    const NamedTensors& parameters() const { return m_parameters; }

    /// `images`: batch x 3 x height x width floats. Gives batch x outputs floats with their graph, from batch
    /// statistics and with dropout; both the mask and everything else follow from the seed and `step` alone.
    at::Tensor forward(const at::Tensor& images, std::int64_t step);
    /// To be called after each step of the optimiser.
    void averageWeights();

    /// Batch x outputs, without a graph, in fp32, from the averaged weights and running statistics.
    at::Tensor evaluate(const at::Tensor& images) const;
    /// The averaged weights, under the names that the plan reads.
    TensorMap weights() const;

    void appendState(TensorMap& state, const std::string& prefix) const;
    void restore(const TensorMap& state, const std::string& prefix);

private:
    at::Tensor images(const at::Tensor& batch) const;

    Options m_options;
    std::uint64_t m_seed;
    at::Device m_device;
    at::ScalarType m_type;
    int m_threads;
    NamedTensors m_parameters;
    NamedTensors m_statistics;
    NamedTensors m_averages;  ///< of both
    std::vector<ConvLayer> m_layers;
    std::vector<ConvLayer> m_averagedLayers;
    double m_averaged = 0.0;  ///< calls of averageWeights() so far
};

}  // namespace limen::models
