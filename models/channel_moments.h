// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

namespace limen::models {

/// Each image's mean and standard deviation of each channel over the picture: batch x 2 channels, the means
/// first, fp32, with gradients. The deviation is sqrt(unbiased variance + 1e-5). `x`: batch x channels x
/// height x width, fp32 or bf16. LibTorch 1.13 takes ten times as long for the variance.
at::Tensor channelMoments(const at::Tensor& x);

/// x * scale + shift, both [channels] fp32, in the type of `x`, without a graph.
at::Tensor channelAffine(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift);

}  // namespace limen::models
