// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "models/conv_chain.h"

namespace limen::models {

/// A published face network that other networks learn from: its weights stay, the gradient passes through to
/// the picture.
class FrozenChain {
public:
    FrozenChain(const std::vector<ConvLayer>& layers, at::Device device);
    /// `x`: batch x 3 x height x width, normalised as the network's card says. Gives unit vectors, fp32.
    at::Tensor embed(const at::Tensor& x) const;

private:
    struct Step {
        at::Tensor weight, bias, slope;
        const ConvLayer layer;
    };
    std::vector<Step> m_steps;
};

}  // namespace limen::models
