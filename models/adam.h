// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include "models/named_tensors.h"

namespace limen::models {

/// Adam (Kingma and Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov and Hutter 2019) on the
/// parameters of two and more dimensions. LibTorch's own keeps its state under memory addresses, which no
/// checkpoint can hold.
class Adam {
public:
    struct Options {
        double beta1 = 0.9;
        double beta2 = 0.999;
        double epsilon = 1e-8;
        double weightDecay = 0.0;
    };

    Adam(NamedTensors parameters, Options options);

    void clearGradients();
    /// Uses the gradients of the parameters; a parameter without one stays as it is.
    void step(double learningRate);

    std::int64_t steps() const { return m_steps; }
    void appendState(TensorMap& state, const std::string& prefix) const;
    void restore(const TensorMap& state, const std::string& prefix);

private:
    NamedTensors m_parameters;
    NamedTensors m_means;
    NamedTensors m_squares;
    Options m_options;
    std::int64_t m_steps = 0;
};

}  // namespace limen::models
