// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/lpips_trunk.h"

#include <fmt/format.h>

#include "models/plain_trunk.h"
#include "models/squeeze_net.h"

namespace limen::models {

namespace {

/// Unit length over the channels.
at::Tensor directions(const at::Tensor& x) {
    const at::Tensor wide = x.to(at::kFloat);
    return wide * (wide.square().sum(1, true) + 1e-10).rsqrt();
}

class PlainLpipsTrunk final : public LpipsTrunk {
public:
    PlainLpipsTrunk(PlainNetwork network, TensorSource& source, at::Device device)
        : LpipsTrunk(device), m_trunk(network, PlainTrunk::Pooling::Largest, source, device) {
        takeChannelWeights(source, m_trunk.widths(), device);
        source.finish();
    }

    std::vector<at::Tensor> features(const at::Tensor& picture) const override {
        return m_trunk.features(scaled(picture));
    }

private:
    PlainTrunk m_trunk;
};

}  // namespace

LpipsTrunk::LpipsTrunk(at::Device device)
    : m_shift(at::tensor({-0.030F, -0.088F, -0.188F}).view({1, 3, 1, 1}).to(device)),
      m_scale(at::tensor({0.458F, 0.448F, 0.450F}).view({1, 3, 1, 1}).to(device)) {}

void LpipsTrunk::takeChannelWeights(TensorSource& source,
                                    const std::vector<std::int64_t>& widths,
                                    at::Device device) {
    for (const std::int64_t width : widths)
        m_channelWeights.push_back(source
                                       .take(fmt::format("lin{}.model.1.weight", m_channelWeights.size()),
                                             {1, width, 1, 1},
                                             TensorRole::Weight)
                                       .to(device));
}

at::Tensor LpipsTrunk::scaled(const at::Tensor& picture) const {
    return ((picture - m_shift) / m_scale).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor LpipsTrunk::distance(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) const {
    at::Tensor total;
    for (std::size_t i = 0; i < m_channelWeights.size(); ++i) {
        const at::Tensor difference = (directions(a[i]) - directions(b[i])).square();
        const at::Tensor mean = (difference * m_channelWeights[i]).sum(1).mean({1, 2});
        total = total.defined() ? total + mean : mean;
    }
    return total;
}

std::unique_ptr<LpipsTrunk> makeLpipsTrunk(const std::string& architecture,
                                           TensorSource& source,
                                           at::Device device) {
    if (architecture == "lpips-squeeze")
        return std::make_unique<SqueezeNet>(source, device);
    if (architecture == "lpips-alex")
        return std::make_unique<PlainLpipsTrunk>(PlainNetwork::Alex, source, device);
    if (architecture == "lpips-vgg")
        return std::make_unique<PlainLpipsTrunk>(PlainNetwork::Vgg16, source, device);
    return nullptr;
}

}  // namespace limen::models
