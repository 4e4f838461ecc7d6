// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <vector>

namespace limen::models {

/// A convolution whose weights are divided by their greatest singular value (Miyato 2018, algorithm 1), so
/// that the critic stays smooth.
class SmoothConvImpl : public torch::nn::Module {
public:
    SmoothConvImpl(
        std::int64_t in, std::int64_t out, std::int64_t size, std::int64_t stride, std::int64_t padding);
    at::Tensor forward(const at::Tensor& x);
    /// One step of the power iteration; once per optimiser step.
    void follow();

private:
    at::Tensor matrix() const { return m_weight.flatten(1); }

    at::Tensor m_weight, m_bias;
    at::Tensor m_left, m_right;  ///< singular vectors
    std::int64_t m_stride, m_padding;
};
TORCH_MODULE(SmoothConv);

/// Tells photographs from generated pictures while the face sampler is trained (Goodfellow 2014); not
/// shipped. It looks at what a network trained on ordinary photographs sees in them instead of at the pixels
/// ("projected" critic, Sauer 2021): thousands of steps instead of hundreds of thousands.
class FaceCriticImpl : public torch::nn::Module {
public:
    FaceCriticImpl();

    /// `features`: models/squeeze_net.h, of 112x112 windows; `place`: 1 x 2 x 112 x 112, where in the canvas.
    /// Gives one tensor of logits for each scale; large: a photograph.
    std::vector<at::Tensor> forward(const std::vector<at::Tensor>& features, const at::Tensor& place);
    void follow();

private:
    struct Head {
        std::size_t feature;
        std::vector<SmoothConv> layers;
        SmoothConv patch = nullptr, whole = nullptr;
    };
    std::vector<Head> m_heads;
};
TORCH_MODULE(FaceCritic);

}  // namespace limen::models
