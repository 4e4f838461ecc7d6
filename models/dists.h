// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include "models/plain_trunk.h"

namespace limen::models {

/// DISTS (Ding 2020; spec/metrics.md section 3): how alike the means (texture) and the course (structure) of
/// each channel are, of the pictures themselves and of five places in VGG-16. Its file holds VGG-16 under the
/// names of torchvision, and the weights of the 1475 channels, `alpha` and `beta`.
class Dists {
public:
    Dists(TensorSource& source, at::Device device);

    /// Both batch x 3 x height x width, -1..1; gives [batch]. Pictures whose short side is above 256 are to
    /// be reduced to it before.
    at::Tensor distance(const at::Tensor& a, const at::Tensor& b) const;

private:
    std::vector<at::Tensor> stages(const at::Tensor& picture) const;

    PlainTrunk m_trunk;
    at::Tensor m_alpha, m_beta;  ///< channels; together 1
    at::Tensor m_mean, m_deviation;
};

}  // namespace limen::models
