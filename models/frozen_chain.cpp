// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/frozen_chain.h"

namespace limen::models {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// The gradients below take one or three passes over the values and exist in bf16. LibTorch 1.13 has none for
// PReLU and hardtanh in bf16, and formulas made of other functions take several passes more.

/// min(max(x, 0), 6); the gradient also passes where the 6 cuts, which is rare and still points the right
/// way.
struct Relu6 : torch::autograd::Function<Relu6> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x) {
        const at::Tensor y = at::clamp(x, 0, 6);
        context->save_for_backward({y});
        return y;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        return {at::threshold_backward(gradients[0], context->get_saved_variables()[0], 0)};
    }
};

/// x where it is positive, slope * x elsewhere: slope * x + (1 - slope) * max(x, 0).
struct PRelu : torch::autograd::Function<PRelu> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& slope) {
        context->save_for_backward({x, slope});
        return at::addcmul(x * slope, at::relu(x), 1 - slope);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor positive = at::threshold_backward(gradients[0], saved[0], 0);
        return {at::addcmul(gradients[0] * saved[1], positive, 1 - saved[1]), Variable()};
    }
};

}  // namespace

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

at::Tensor FrozenChain::run(const at::Tensor& picture, const Visit& visit) const {
    at::Tensor x = picture.contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor shortcut;
    for (const Step& step : m_steps) {
        const ConvLayer& layer = step.layer;
        visit(step, x);
        if (layer.opensShortcut)
            shortcut = x;
        x = at::conv2d(x, step.weight, step.bias, layer.stride, layer.padding, 1, layer.groups);
        switch (layer.activation) {
            case Activation::PRelu:
                x = PRelu::apply(x, step.slope.to(x.scalar_type()).view({1, -1, 1, 1}));
                break;
            case Activation::Relu:
                x = at::relu(x);
                break;
            case Activation::Relu6:
                x = Relu6::apply(x);
                break;
            case Activation::None:
                break;
        }
        if (layer.closesShortcut)
            x = x + shortcut;
    }
    return x;
}

at::Tensor FrozenChain::embed(const at::Tensor& picture) const {
    const at::Tensor x = run(picture, [](const Step&, const at::Tensor&) {});
    return torch::nn::functional::normalize(x.flatten(1).to(at::kFloat),
                                            torch::nn::functional::NormalizeFuncOptions().dim(1));
}

std::vector<at::Tensor> FrozenChain::features(const at::Tensor& picture) const {
    std::vector<at::Tensor> result;
    run(picture, [&](const Step& next, const at::Tensor& map) {
        const bool halves = next.layer.stride > 1 && &next != &m_steps.front();
        const bool wholeMap =
            next.layer.padding == 0 && map.size(2) > 1 && next.weight.size(2) == map.size(2);
        if (halves || wholeMap)
            result.push_back(map);
    });
    return result;
}

}  // namespace limen::models
