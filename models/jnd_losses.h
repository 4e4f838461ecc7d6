// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <vector>

namespace limen::models {

/// How far apart two identity features are, from their L1 distance. The paper writes the bare norm, whose sum
/// over 512x7x7 values drives both halves of the loss to where their gradients are 1 and 0.
enum class IdentityDistance {
    Mean,     ///< per value: what PyTorch's L1 loss gives by default
    Sum,      ///< as written
    GapUnit,  ///< summed over the channels of the pictures' means, brought to unit length
};

/// One distance for each image: [batch], fp32. `a`, `b`: batch x channels x height x width.
at::Tensor identityDistance(const at::Tensor& a, const at::Tensor& b, IdentityDistance distance);

/// log(1 + exp(d(v, v+))) + log(1 + exp(-d(v, v-))), mean over the batch (Tian 2022, eq. (5)).
at::Tensor identityLoss(const at::Tensor& anchor,
                        const at::Tensor& positive,
                        const at::Tensor& negative,
                        IdentityDistance distance);

/// Mean absolute difference (eq. (6)).
at::Tensor pixelLoss(const at::Tensor& predicted, const at::Tensor& wanted);

enum class ContentForm {
    Plain,         ///< eq. (7): each layer's mean squared difference, added up
    InstanceNorm,  ///< of UEGAN (Ni 2020): of features normalised over each picture, weighing 1/64, 1/64,
                   ///< 1/32, 1/32 and 1
};

/// From the features of both, the finest first; each batch x channels x height x width.
at::Tensor contentLoss(const std::vector<at::Tensor>& predicted,
                       const std::vector<at::Tensor>& wanted,
                       ContentForm form);

}  // namespace limen::models
