// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_critic.h"

#include <fmt/format.h>
#include <cmath>

namespace limen::models {

namespace {

at::Tensor unit(const at::Tensor& x) {
    return x / (x.norm() + 1e-12);
}

struct LayerPlan {
    std::int64_t width, size, stride, padding;
};

struct HeadPlan {
    std::size_t feature;  ///< index in what SqueezeNet::features() gives
    std::int64_t channels;
    std::vector<LayerPlan> layers;
    std::int64_t side;  ///< of the last layer's output
};

const std::vector<HeadPlan>& plans() {
    static const std::vector<HeadPlan> result = {{0, 64, {{32, 1, 1, 0}, {48, 4, 2, 1}, {64, 4, 2, 1}}, 13},
                                                 {1, 128, {{64, 1, 1, 0}, {64, 4, 2, 1}, {64, 3, 1, 1}}, 13},
                                                 {2, 256, {{96, 1, 1, 0}, {96, 4, 2, 1}, {96, 3, 1, 1}}, 6},
                                                 {6, 512, {{96, 1, 1, 0}, {96, 3, 1, 1}}, 6}};
    return result;
}

}  // namespace

SmoothConvImpl::SmoothConvImpl(
    std::int64_t in, std::int64_t out, std::int64_t size, std::int64_t stride, std::int64_t padding)
    : m_stride(stride), m_padding(padding) {
    const double scale = std::sqrt(2.0 / static_cast<double>(in * size * size));
    m_weight = register_parameter("weight", scale * at::randn({out, in, size, size}));
    m_bias = register_parameter("bias", at::zeros({out}));
    m_left = register_buffer("left", unit(at::randn({out})));
    m_right = register_buffer("right", unit(at::randn({in * size * size})));
    for (int i = 0; i < 10; ++i)
        follow();
}

void SmoothConvImpl::follow() {
    const at::NoGradGuard guard;
    m_right.copy_(unit(at::mv(matrix().t(), m_left)));
    m_left.copy_(unit(at::mv(matrix(), m_right)));
}

at::Tensor SmoothConvImpl::forward(const at::Tensor& x) {
    const at::Tensor greatest = (m_left.unsqueeze(1) * matrix() * m_right.unsqueeze(0)).sum();
    return at::conv2d(x, m_weight / greatest, m_bias, m_stride, m_padding);
}

FaceCriticImpl::FaceCriticImpl() {
    for (const HeadPlan& plan : plans()) {
        const auto layer = [&](const std::string& name, std::int64_t in, const LayerPlan& wanted) {
            return register_module(fmt::format("head{}_{}", m_heads.size(), name),
                                   SmoothConv(in, wanted.width, wanted.size, wanted.stride, wanted.padding));
        };
        Head head;
        head.feature = plan.feature;
        std::int64_t in = plan.channels + 2;
        for (const LayerPlan& wanted : plan.layers) {
            head.layers.push_back(layer(std::to_string(head.layers.size()), in, wanted));
            in = wanted.width;
        }
        head.patch = layer("patch", in, {1, 3, 1, 1});
        if (plan.side < 8)
            head.whole = layer("whole", in, {1, plan.side, 1, 0});
        m_heads.push_back(std::move(head));
    }
}

std::vector<at::Tensor> FaceCriticImpl::forward(const std::vector<at::Tensor>& features,
                                                const at::Tensor& place) {
    std::vector<at::Tensor> logits;
    for (Head& head : m_heads) {
        const at::Tensor& feature = features[head.feature];
        const at::Tensor where = at::adaptive_avg_pool2d(place, {feature.size(2), feature.size(3)})
                                     .to(feature.scalar_type())
                                     .repeat({feature.size(0), 1, 1, 1})
                                     .contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor x = at::cat({feature, where}, 1).contiguous(at::MemoryFormat::ChannelsLast);
        for (SmoothConv& layer : head.layers)
            x = at::relu(layer(x));
        logits.push_back(head.patch(x).flatten(1).to(at::kFloat));
        if (!head.whole.is_empty())
            logits.push_back(head.whole(x).flatten(1).to(at::kFloat));
    }
    return logits;
}

void FaceCriticImpl::follow() {
    for (Head& head : m_heads) {
        for (SmoothConv& layer : head.layers)
            layer->follow();
        head.patch->follow();
        if (!head.whole.is_empty())
            head.whole->follow();
    }
}

}  // namespace limen::models
