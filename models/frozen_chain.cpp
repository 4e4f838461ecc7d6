// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/frozen_chain.h"

namespace limen::models {

FrozenChain::FrozenChain(const std::vector<ConvLayer>& layers, at::Device device) {
    const at::NoGradGuard guard;
    for (const ConvLayer& layer : layers) {
        const FoldedLayer folded = foldBatchNorm(layer);
        m_steps.push_back({folded.weight.to(device, at::kFloat).contiguous(at::MemoryFormat::ChannelsLast),
                           folded.bias.to(device, at::kFloat),
                           layer.slope.defined() ? layer.slope.to(device, at::kFloat) : at::Tensor(),
                           layer});
    }
}

at::Tensor FrozenChain::embed(const at::Tensor& picture) const {
    at::Tensor x = picture.contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor shortcut;
    for (const Step& step : m_steps) {
        const ConvLayer& layer = step.layer;
        if (layer.opensShortcut)
            shortcut = x;
        x = at::conv2d(x, step.weight, step.bias, layer.stride, layer.padding, 1, layer.groups);
        switch (layer.activation) {
            case Activation::PRelu:
                // LibTorch 1.13 has no bf16 gradient for PReLU.
                x = x + (1 - step.slope).to(x.scalar_type()).view({1, -1, 1, 1}) * at::relu(-x);
                break;
            case Activation::Relu:
                x = at::relu(x);
                break;
            case Activation::Relu6:
                x = at::relu(x) - at::relu(x - 6);  // clamp has a slow gradient, hardtanh none in bf16
                break;
            case Activation::None:
                break;
        }
        if (layer.closesShortcut)
            x = x + shortcut;
    }
    return torch::nn::functional::normalize(x.flatten(1).to(at::kFloat),
                                            torch::nn::functional::NormalizeFuncOptions().dim(1));
}

}  // namespace limen::models
