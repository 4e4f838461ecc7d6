// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/squeeze_net.h"

#include <fmt/format.h>

namespace limen::models {

namespace {

struct FirePlan {
    int index;  ///< in torchvision's list of layers
    std::int64_t in, squeeze, expand;
};

constexpr FirePlan plans[] = {{3, 64, 16, 64},
                              {4, 128, 16, 64},
                              {6, 128, 32, 128},
                              {7, 256, 32, 128},
                              {9, 256, 48, 192},
                              {10, 384, 48, 192},
                              {11, 384, 64, 256},
                              {12, 512, 64, 256}};

at::Tensor halved(const at::Tensor& x) {
    return at::max_pool2d(x, {3, 3}, {2, 2}, {0, 0}, {1, 1}, /*ceil_mode=*/true);
}

}  // namespace

SqueezeNet::SqueezeNet(TensorSource& source, at::Device device) : LpipsTrunk(device) {
    const at::NoGradGuard guard;
    const auto take = [&](const std::string& name, std::int64_t out, std::int64_t in, std::int64_t size) {
        return Layer{source.take(name + ".weight", {out, in, size, size}, TensorRole::Weight)
                         .to(device)
                         .contiguous(at::MemoryFormat::ChannelsLast),
                     source.take(name + ".bias", {out}, TensorRole::Bias).to(device)};
    };
    m_first = take("features.0", 64, 3, 3);
    for (const FirePlan& plan : plans) {
        const std::string name = fmt::format("features.{}.", plan.index);
        m_fires.push_back({take(name + "squeeze", plan.squeeze, plan.in, 1),
                           take(name + "expand1x1", plan.expand, plan.squeeze, 1),
                           take(name + "expand3x3", plan.expand, plan.squeeze, 3)});
    }
    takeChannelWeights(source, {64, 128, 256, 384, 384, 512, 512}, device);
    source.finish();
}

at::Tensor SqueezeNet::run(const Fire& fire, const at::Tensor& x) {
    const at::Tensor narrow = at::relu(at::conv2d(x, fire.squeeze.weight, fire.squeeze.bias));
    return at::relu(at::cat({at::conv2d(narrow, fire.expand1.weight, fire.expand1.bias),
                             at::conv2d(narrow, fire.expand3.weight, fire.expand3.bias, 1, 1)},
                            1));
}

std::vector<at::Tensor> SqueezeNet::features(const at::Tensor& picture) const {
    std::vector<at::Tensor> result;
    at::Tensor x = scaled(picture);
    x = at::relu(at::conv2d(x, m_first.weight, m_first.bias, 2));
    result.push_back(x);
    for (std::size_t i = 0; i < m_fires.size(); ++i) {
        // Pools stand before the first, third and fifth fire.
        const bool pooled = i == 0 || i == 2 || i == 4;
        x = run(m_fires[i], pooled ? halved(x) : x);
        if (i == 1 || i == 3 || i >= 4)
            result.push_back(x);
    }
    return result;
}

}  // namespace limen::models
