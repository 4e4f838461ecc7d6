// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <functional>
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
    /// What it sees on the way, from fine to coarse: the maps that are halved next, but for the picture, and
    /// the last one.
    std::vector<at::Tensor> features(const at::Tensor& x) const;

private:
    struct Step {
        at::Tensor weight, bias, slope;
        const ConvLayer layer;
    };
    /// `visit` sees the map that each layer gets.
    using Visit = std::function<void(const Step& next, const at::Tensor& map)>;
    at::Tensor run(const at::Tensor& picture, const Visit& visit) const;

    std::vector<Step> m_steps;
};

}  // namespace limen::models
