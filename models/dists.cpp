// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/dists.h"

#include "base/error.h"

namespace limen::models {

namespace {

constexpr std::int64_t channels = 3 + 64 + 128 + 256 + 512 + 512;
constexpr double stability = 1e-6;  // of both terms (the authors' program)

}  // namespace

Dists::Dists(TensorSource& source, at::Device device)
    : m_trunk(PlainNetwork::Vgg16, PlainTrunk::Pooling::L2, source, device),
      m_mean(at::tensor({0.485F, 0.456F, 0.406F}).view({1, 3, 1, 1}).to(device)),
      m_deviation(at::tensor({0.229F, 0.224F, 0.225F}).view({1, 3, 1, 1}).to(device)) {
    const auto take = [&](const char* name) {
        return source.take(name, {1, channels, 1, 1}, TensorRole::Weight).to(device).view({channels});
    };
    m_alpha = take("alpha");
    m_beta = take("beta");
    source.finish();
    const at::Tensor sum = m_alpha.sum() + m_beta.sum();
    if (!(sum.item<float>() > 0.0F))
        throwBadInput("The weights of the channels of DISTS (alpha, beta) do not sum up to more than 0.",
                      "Get the file again from its source.");
    m_alpha = m_alpha / sum;
    m_beta = m_beta / sum;
}

std::vector<at::Tensor> Dists::stages(const at::Tensor& picture) const {
    const at::Tensor unit = (picture + 1.0) / 2.0;
    std::vector<at::Tensor> stages =
        m_trunk.features(((unit - m_mean) / m_deviation).contiguous(at::MemoryFormat::ChannelsLast));
    stages.insert(stages.begin(), unit);
    return stages;
}

at::Tensor Dists::distance(const at::Tensor& a, const at::Tensor& b) const {
    const std::vector<at::Tensor> stagesA = stages(a);
    const std::vector<at::Tensor> stagesB = stages(b);
    at::Tensor similarity = at::zeros({a.size(0)}, a.options().dtype(at::kFloat));
    std::int64_t first = 0;
    for (std::size_t i = 0; i < stagesA.size(); ++i) {
        const at::Tensor x = stagesA[i].to(at::kFloat);
        const at::Tensor y = stagesB[i].to(at::kFloat);
        const std::int64_t width = x.size(1);
        const at::Tensor meanX = x.mean({2, 3}, true);
        const at::Tensor meanY = y.mean({2, 3}, true);
        const at::Tensor varianceX = (x - meanX).square().mean({2, 3});
        const at::Tensor varianceY = (y - meanY).square().mean({2, 3});
        const at::Tensor covariance = ((x - meanX) * (y - meanY)).mean({2, 3});
        const at::Tensor mx = meanX.flatten(1);
        const at::Tensor my = meanY.flatten(1);
        // Ding 2020, eqs. (5) and (6)
        const at::Tensor texture = (2.0 * mx * my + stability) / (mx.square() + my.square() + stability);
        const at::Tensor structure = (2.0 * covariance + stability) / (varianceX + varianceY + stability);
        similarity = similarity + (m_alpha.narrow(0, first, width) * texture).sum(1) +
                     (m_beta.narrow(0, first, width) * structure).sum(1);
        first += width;
    }
    return 1.0 - similarity;
}

}  // namespace limen::models
