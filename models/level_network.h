// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <memory>

#include "models/models_api.h"
#include "models/named_tensors.h"

namespace limen::models {

/// Tells from numbers that describe a face up to which level of a codec it is still recognised: features,
/// one hidden layer with ReLU and dropout, answers. An ensemble of binary classifiers that share what they
/// see, after the published description of JND-MV (Zhang 2021).
class LevelNetwork {
public:
    enum class Kind {
        Binary,     ///< a classifier per level: is the face still recognised there?
        Ordinal,    ///< the same with one number for all and thresholds that cannot cross (Cao 2020, CORAL)
        Regression  ///< the place of the JND point among the levels, 0 the finest
    };

    /// `options`: `features` and `levels` (how many), `head` ("binary", "ordinal" or "regression"),
    /// `hidden` (128) and `dropout` (0.5). `begin`: what each answer begins with (logits; of a regression
    /// the place); zeros where it is empty. The other weights follow from `seed`, uniform in
    /// +-1/sqrt(inputs) as PyTorch begins a linear layer. Throws Error (BadInput).
    LevelNetwork(const Json& options, const std::vector<float>& begin, std::uint64_t seed, at::Device device);

    Kind kind() const { return m_kind; }
    std::int64_t features() const { return m_features; }
    std::int64_t levels() const { return m_levels; }
    at::Device device() const { return m_device; }
    NamedTensors& parameters() { return m_parameters; }
    const NamedTensors& parameters() const { return m_parameters; }

    /// `x`: n x features. Gives n x levels logits, never rising where they are ordinal, or n x 1 places.
    at::Tensor forward(const at::Tensor& x) const { return answer(hidden(x)); }
    /// With dropout, the mask of which follows from `seed` alone.
    at::Tensor forwardWithDropout(const at::Tensor& x, std::uint64_t seed) const;

private:
    at::Tensor hidden(const at::Tensor& x) const;
    at::Tensor answer(const at::Tensor& hidden) const;

    Kind m_kind;
    std::int64_t m_features, m_levels;
    double m_dropout;
    at::Device m_device;
    NamedTensors m_parameters;
};

/// The architecture "level-network": `features`, n x features, in, `answer` out. Throws Error (BadInput)
/// naming the first tensor that does not fit.
std::unique_ptr<TensorNetwork> makeLevelNetwork(const Json& options,
                                                const TensorMap& weights,
                                                const ExecutionOptions& execution);

}  // namespace limen::models
