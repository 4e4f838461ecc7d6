// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "models/tensor_source.h"

namespace limen::models {

/// The convolutions of SqueezeNet 1.1 (Iandola 2016) and the weights LPIPS v0.1 gives to its channels
/// (Zhang 2018; spec/metrics.md section 2), under the names of torchvision and of LPIPS. The weights stay,
/// the gradient passes through to the picture.
class SqueezeNet {
public:
    SqueezeNet(TensorSource& source, at::Device device);

    /// `picture`: batch x 3 x height x width, -1..1. Gives the seven places LPIPS looks at: 64, 128, 256,
    /// 384, 384, 512 and 512 channels at about 1/2, 1/4, 1/8 and four times 1/16 of the resolution.
    std::vector<at::Tensor> features(const at::Tensor& picture) const;
    /// LPIPS of each picture of a batch from its features and the other's: [batch], fp32.
    at::Tensor distance(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) const;

private:
    struct Layer {
        at::Tensor weight, bias;
    };
    struct Fire {
        Layer squeeze, expand1, expand3;
    };
    static at::Tensor run(const Fire& fire, const at::Tensor& x);

    Layer m_first;
    std::vector<Fire> m_fires;
    std::vector<at::Tensor> m_linear;
    at::Tensor m_shift, m_scale;
};

}  // namespace limen::models
