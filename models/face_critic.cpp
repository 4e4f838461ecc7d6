// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_critic.h"

#include <fmt/format.h>

namespace limen::models {

namespace nn = torch::nn;

namespace {

constexpr std::int64_t widths[] = {32, 64, 128, 192};

/// Spread over the pictures of a group, as one more channel.
at::Tensor withSpread(const at::Tensor& x, std::int64_t group) {
    const at::Tensor grouped = x.to(at::kFloat).reshape({-1, group, x.size(1), x.size(2), x.size(3)});
    const at::Tensor centred = grouped - grouped.mean(1, true);
    const at::Tensor spread =
        (centred.square().mean(1) + 1e-6).sqrt().mean({1, 2, 3}).repeat_interleave(group);
    return at::cat({x, spread.view({-1, 1, 1, 1}).expand({-1, 1, x.size(2), x.size(3)}).to(x.dtype())}, 1);
}

at::Tensor uniform(std::int64_t count, double low, double high, at::Generator& generator) {
    return (at::rand({count}, generator, at::kFloat) * (high - low) + low).view({-1, 1, 1, 1});
}

}  // namespace

FaceCriticImpl::FaceCriticImpl() {
    std::int64_t in = 5;
    for (const std::int64_t width : widths) {
        m_layers.push_back(register_module(fmt::format("layer{}", m_layers.size()),
                                           nn::Conv2d(nn::Conv2dOptions(in, width, 4).stride(2).padding(1))));
        in = width;
    }
    m_patch = register_module("patch", nn::Conv2d(nn::Conv2dOptions(in + 1, 1, 3).padding(1)));
    m_squeeze = register_module("squeeze", nn::Conv2d(nn::Conv2dOptions(in + 1, 48, 1)));
    m_whole = register_module("whole", nn::Linear(48 * 7 * 7, 1));
}

FaceCriticImpl::Verdict FaceCriticImpl::forward(const at::Tensor& window,
                                                const at::Tensor& place,
                                                std::int64_t group) {
    Verdict verdict;
    at::Tensor x = at::cat({window, place.expand({window.size(0), -1, -1, -1})}, 1)
                       .contiguous(at::MemoryFormat::ChannelsLast);
    for (nn::Conv2d& layer : m_layers) {
        x = at::relu(layer(x));
        verdict.features.push_back(x);
    }
    x = withSpread(x, group);
    const at::Tensor whole = m_whole(at::relu(m_squeeze(x)).flatten(1));
    verdict.logits = at::cat({m_patch(x).flatten(1), 7 * whole}, 1).to(at::kFloat);
    return verdict;
}

std::vector<at::Tensor> augmentAlike(const std::vector<at::Tensor>& pictures, at::Generator& generator) {
    const std::int64_t count = pictures.front().size(0);
    const std::int64_t side = pictures.front().size(2);
    const at::Tensor brightness = uniform(count, -0.3, 0.3, generator);
    const at::Tensor saturation = uniform(count, 0.5, 1.5, generator);
    const at::Tensor contrast = uniform(count, 0.7, 1.3, generator);
    const std::int64_t reach = side / 12;
    const at::Tensor shifts = at::randint(-reach, reach + 1, {count, 2}, generator, at::kLong);
    const std::int64_t hole = side / 3;
    const at::Tensor holes = at::randint(-hole / 2, side - hole / 2, {count, 2}, generator, at::kLong);
    const at::Tensor columns = at::arange(side, at::kLong);
    // 1 outside a picture's hole.
    const auto outside = [&](int axis) {
        const at::Tensor start = holes.select(1, axis).unsqueeze(1);
        return (columns.unsqueeze(0) < start).logical_or(columns.unsqueeze(0) >= start + hole);
    };
    const at::Tensor keep =
        outside(1).unsqueeze(2).logical_or(outside(0).unsqueeze(1)).to(at::kFloat).unsqueeze(1);

    std::vector<at::Tensor> result;
    for (const at::Tensor& picture : pictures) {
        at::Tensor x = picture.to(at::kFloat) + brightness;
        const at::Tensor grey = x.mean(1, true);
        x = (x - grey) * saturation + grey;
        const at::Tensor middle = x.mean({1, 2, 3}, true);
        x = (x - middle) * contrast + middle;
        const at::Tensor padded = at::constant_pad_nd(x, {reach, reach, reach, reach});
        std::vector<at::Tensor> shifted;
        for (std::int64_t i = 0; i < count; ++i)
            shifted.push_back(padded[i]
                                  .slice(1,
                                         reach + shifts[i][1].item<std::int64_t>(),
                                         reach + shifts[i][1].item<std::int64_t>() + side)
                                  .slice(2,
                                         reach + shifts[i][0].item<std::int64_t>(),
                                         reach + shifts[i][0].item<std::int64_t>() + side));
        result.push_back(at::stack(shifted) * keep);
    }
    return result;
}

}  // namespace limen::models
