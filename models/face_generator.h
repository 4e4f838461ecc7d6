// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "base/json.h"

namespace limen::models {

/// Sizes of the face sampler's generator; the defaults are those of the shipped weights.
struct FaceGeneratorOptions {
    std::int64_t mapSide = 44;               ///< cells of the whole canvas; one cell is 4x4 pixels
    std::int64_t embedding = 256;            ///< values of the identity vector
    std::int64_t position = 12;              ///< learned values per cell: what part of a head lies where
    std::int64_t style = 128;                ///< values that steer every layer
    std::int64_t widths[3] = {128, 64, 48};  ///< at 1/8, 1/4 and 1/2 resolution
    std::int64_t blocks[3] = {5, 2, 1};
};

/// `json`: any of `mapSide`, `embedding`, `position`, `style`, `widths`, `blocks`. Throws Error (BadInput).
FaceGeneratorOptions faceGeneratorOptions(const Json& json);

/// One residual step: shift and scale by the style where there is one, ReLU, 3x3 convolution.
class StyledBlockImpl : public torch::nn::Module {
public:
    /// `style` 0: without.
    StyledBlockImpl(std::int64_t width, std::int64_t style);
    at::Tensor forward(const at::Tensor& x, const at::Tensor& style);

private:
    torch::nn::Conv2d m_conv = nullptr;
    torch::nn::Linear m_steer = nullptr;
};
TORCH_MODULE(StyledBlock);

/// Turns a blurred layout of a head (a sample of the linear model, core/faces/face_latents.h) and an identity
/// vector into a photograph. Fully convolutional: trained on windows of the canvas, run on all of it. The
/// last pixels come from a sub-pixel convolution (Shi 2016): layers at full resolution would cost most of the
/// time.
class FaceGeneratorImpl : public torch::nn::Module {
public:
    explicit FaceGeneratorImpl(const FaceGeneratorOptions& options);
    /// `map`: batch x 3 x h x w, -1..1, a window of the canvas whose upper left cell is (`left`, `top`), all
    /// even; `embedding`: batch x 256, both embeddings of unit length. Gives batch x 3 x 4h x 4w, about
    /// -1..1. Fine noise is drawn from `generator`.
    at::Tensor forward(const at::Tensor& map,
                       const at::Tensor& embedding,
                       std::int64_t left,
                       std::int64_t top,
                       at::Generator& generator);

private:
    at::Tensor m_position;
    torch::nn::Linear m_style1 = nullptr, m_style2 = nullptr;
    torch::nn::Conv2d m_in = nullptr, m_down = nullptr, m_out = nullptr;
    torch::nn::Conv2d m_narrow[2] = {nullptr, nullptr};
    std::vector<StyledBlock> m_blocks[3];
};
TORCH_MODULE(FaceGenerator);

}  // namespace limen::models
