// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <vector>

#include "models/lpips_trunk.h"

namespace limen::models {

/// The convolutions of SqueezeNet 1.1 (Iandola 2016), with the weights of LPIPS.
class SqueezeNet final : public LpipsTrunk {
public:
    SqueezeNet(TensorSource& source, at::Device device);

    /// 64, 128, 256, 384, 384, 512 and 512 channels at about 1/2, 1/4, 1/8 and four times 1/16 of the
    /// resolution.
    std::vector<at::Tensor> features(const at::Tensor& picture) const override;

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
};

}  // namespace limen::models
