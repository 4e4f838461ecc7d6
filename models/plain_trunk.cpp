// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/plain_trunk.h"

#include <fmt/format.h>
#include <span>

namespace limen::models {

namespace {

struct LayerPlan {
    int index;  ///< in torchvision's list of layers
    std::int64_t in, out, size, stride, padding;
    bool pooledBefore, kept;
};

constexpr LayerPlan alexPlan[] = {{0, 3, 64, 11, 4, 2, false, true},
                                  {3, 64, 192, 5, 1, 2, true, true},
                                  {6, 192, 384, 3, 1, 1, true, true},
                                  {8, 384, 256, 3, 1, 1, false, true},
                                  {10, 256, 256, 3, 1, 1, false, true}};

constexpr LayerPlan vggPlan[] = {{0, 3, 64, 3, 1, 1, false, false},
                                 {2, 64, 64, 3, 1, 1, false, true},
                                 {5, 64, 128, 3, 1, 1, true, false},
                                 {7, 128, 128, 3, 1, 1, false, true},
                                 {10, 128, 256, 3, 1, 1, true, false},
                                 {12, 256, 256, 3, 1, 1, false, false},
                                 {14, 256, 256, 3, 1, 1, false, true},
                                 {17, 256, 512, 3, 1, 1, true, false},
                                 {19, 512, 512, 3, 1, 1, false, false},
                                 {21, 512, 512, 3, 1, 1, false, true},
                                 {24, 512, 512, 3, 1, 1, true, false},
                                 {26, 512, 512, 3, 1, 1, false, false},
                                 {28, 512, 512, 3, 1, 1, false, true}};

std::span<const LayerPlan> planOf(PlainNetwork network) {
    if (network == PlainNetwork::Alex)
        return alexPlan;
    return vggPlan;
}

}  // namespace

PlainTrunk::PlainTrunk(PlainNetwork network, Pooling pooling, TensorSource& source, at::Device device)
    : m_poolSize(network == PlainNetwork::Alex ? 3 : 2), m_pooling(pooling) {
    const at::NoGradGuard guard;
    for (const LayerPlan& plan : planOf(network)) {
        const std::string name = fmt::format("features.{}.", plan.index);
        const at::Tensor weight =
            source.take(name + "weight", {plan.out, plan.in, plan.size, plan.size}, TensorRole::Weight);
        const at::Tensor bias = source.take(name + "bias", {plan.out}, TensorRole::Bias);
        m_layers.push_back({weight.to(device).contiguous(at::MemoryFormat::ChannelsLast),
                            bias.to(device),
                            plan.stride,
                            plan.padding,
                            plan.pooledBefore,
                            plan.kept});
    }
}

at::Tensor PlainTrunk::pooled(const at::Tensor& x) const {
    if (m_pooling == Pooling::Largest)
        return at::max_pool2d(x, {m_poolSize, m_poolSize}, {2, 2});
    const std::int64_t channels = x.size(1);
    const at::Tensor line = at::tensor({0.25F, 0.5F, 0.25F}, x.options());
    const at::Tensor kernel = at::outer(line, line).view({1, 1, 3, 3}).expand({channels, 1, 3, 3});
    return (at::conv2d(x.square(), kernel.contiguous(), {}, 2, 1, 1, channels) + 1e-12).sqrt();
}

std::vector<at::Tensor> PlainTrunk::features(const at::Tensor& picture) const {
    std::vector<at::Tensor> result;
    at::Tensor x = picture;
    for (const Layer& layer : m_layers) {
        if (layer.pooledBefore)
            x = pooled(x);
        x = at::relu(at::conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding));
        if (layer.kept)
            result.push_back(x);
    }
    return result;
}

std::vector<std::int64_t> PlainTrunk::widths() const {
    std::vector<std::int64_t> widths;
    for (const Layer& layer : m_layers)
        if (layer.kept)
            widths.push_back(layer.weight.size(0));
    return widths;
}

}  // namespace limen::models
