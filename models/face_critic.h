// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <vector>

namespace limen::models {

/// Tells photographs from generated pictures while the face sampler is trained (Goodfellow 2014); not
/// shipped.
class FaceCriticImpl : public torch::nn::Module {
public:
    FaceCriticImpl();

    struct Verdict {
        at::Tensor logits;                 ///< batch x n; large: a photograph
        std::vector<at::Tensor> features;  ///< of every layer, for feature matching
    };
    /// `window`: batch x 3 x 112 x 112, -1..1; `group`: pictures compared with each other by their spread
    /// (Karras 2018, section 3).
    Verdict forward(const at::Tensor& window, const at::Tensor& place, std::int64_t group);

private:
    std::vector<torch::nn::Conv2d> m_layers;
    torch::nn::Conv2d m_patch = nullptr, m_squeeze = nullptr;
    torch::nn::Linear m_whole = nullptr;
};
TORCH_MODULE(FaceCritic);

/// The same random shift, colour and hole for every picture i of each of `pictures` (Zhao 2020,
/// "Differentiable augmentation"): few photographs would otherwise be learned by heart.
std::vector<at::Tensor> augmentAlike(const std::vector<at::Tensor>& pictures, at::Generator& generator);

}  // namespace limen::models
