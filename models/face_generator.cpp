// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/face_generator.h"

#include <fmt/format.h>
#include <cmath>

#include "base/error.h"

namespace limen::models {

namespace nn = torch::nn;

namespace {

nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t size, std::int64_t stride = 1) {
    return nn::Conv2d(nn::Conv2dOptions(in, out, size).stride(stride).padding(size / 2));
}

at::Tensor noiseFor(const at::Tensor& x, at::Generator& generator) {
    // Drawn on the CPU: the same seed gives the same face on every device.
    return at::randn({x.size(0), 1, x.size(2), x.size(3)}, generator, at::kFloat)
        .to(x.options())
        .contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace

FaceGeneratorOptions faceGeneratorOptions(const Json& json) {
    FaceGeneratorOptions options;
    try {
        options.mapSide = json.value("mapSide", options.mapSide);
        options.embedding = json.value("embedding", options.embedding);
        options.position = json.value("position", options.position);
        options.style = json.value("style", options.style);
        for (std::size_t level = 0; level < 3; ++level) {
            if (json.contains("widths"))
                options.widths[level] = json.at("widths").at(level).get<std::int64_t>();
            if (json.contains("blocks"))
                options.blocks[level] = json.at("blocks").at(level).get<std::int64_t>();
        }
    } catch (const Json::exception& error) {
        throwBadInput(fmt::format("The options of the face generator are wrong: {}.", error.what()));
    }
    return options;
}

StyledBlockImpl::StyledBlockImpl(std::int64_t width, std::int64_t style) {
    m_conv = register_module("conv", conv(width, width, 3));
    const at::NoGradGuard guard;
    m_conv->weight.mul_(0.5);  // a residual step starts small
    if (style == 0)
        return;
    m_steer = register_module("steer", nn::Linear(style, 2 * width));
    m_steer->weight.mul_(0.5);
    m_steer->bias.zero_();
}

at::Tensor StyledBlockImpl::forward(const at::Tensor& x, const at::Tensor& style) {
    if (m_steer.is_empty())
        return x + m_conv(at::relu(x));
    const std::vector<at::Tensor> steer = m_steer(style).unsqueeze(2).unsqueeze(3).chunk(2, 1);
    return x + m_conv(at::relu(at::addcmul(steer[1], x, 1 + steer[0])));
}

FaceGeneratorImpl::FaceGeneratorImpl(const FaceGeneratorOptions& options) {
    m_position = register_parameter("position",
                                    0.5 * at::randn({1, options.position, options.mapSide, options.mapSide}));
    m_style1 = register_module("style1", nn::Linear(options.embedding, options.style));
    m_style2 = register_module("style2", nn::Linear(options.style, options.style));
    m_in = register_module("in", conv(3 + options.position, options.widths[1], 3));
    m_down = register_module("down", conv(options.widths[1], options.widths[0], 3, 2));
    for (int level = 0; level < 3; ++level) {
        // What a person looks like is settled at 1/8 and 1/4; above, texture only.
        const std::int64_t style = level < 2 ? options.style : 0;
        for (std::int64_t i = 0; i < options.blocks[level]; ++i)
            m_blocks[level].push_back(register_module(fmt::format("block{}_{}", level, i),
                                                      StyledBlock(options.widths[level], style)));
    }
    // One more channel: fine noise, from which hair and skin are made.
    for (int level = 0; level < 2; ++level)
        m_narrow[level] = register_module(fmt::format("narrow{}", level),
                                          conv(options.widths[level] + 1, options.widths[level + 1], 1));
    m_out = register_module("out", conv(options.widths[2] + 1, 12, 3));
    const at::NoGradGuard guard;
    m_out->bias.zero_();
    // The four pixels a value grows into start alike: no checkerboard to unlearn (Aitken 2017).
    m_out->weight.copy_(0.3 * m_out->weight.slice(0, 0, at::nullopt, 4).repeat_interleave(4, 0));
}

at::Tensor FaceGeneratorImpl::forward(const at::Tensor& map,
                                      const at::Tensor& embedding,
                                      std::int64_t left,
                                      std::int64_t top,
                                      at::Generator& generator) {
    // Unit vectors have values of about 1/sqrt(128); the network prefers values of about 1.
    at::Tensor style = at::relu(m_style1(embedding * std::sqrt(128.0)));
    style = at::relu(m_style2(style));
    const at::Tensor position = m_position.slice(2, top, top + map.size(2))
                                    .slice(3, left, left + map.size(3))
                                    .expand({map.size(0), -1, -1, -1});
    const at::Tensor quarter = m_in(at::cat({map, position}, 1).contiguous(at::MemoryFormat::ChannelsLast));
    at::Tensor x = m_down(at::relu(quarter));
    for (int level = 0; level < 3; ++level) {
        for (StyledBlock& block : m_blocks[level])
            x = block(x, style);
        x = at::cat({x, noiseFor(x, generator)}, 1);
        if (level < 2)
            x = at::upsample_nearest2d(m_narrow[level](x), {x.size(2) * 2, x.size(3) * 2});
        if (level == 0)
            x = x + quarter;
    }
    // Colours and light are the layout's; the layers add what it lacks.
    const at::Tensor blurred =
        at::upsample_bilinear2d(map, {map.size(2) * 4, map.size(3) * 4}, /*align_corners=*/false);
    return blurred + at::pixel_shuffle(m_out(at::relu(x)), 2);
}

}  // namespace limen::models
