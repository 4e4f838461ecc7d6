// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

namespace limen::models {

/// Batch norm (Ioffe 2015) from the statistics of the batch, which move the running ones `mean` and
/// `variance` by `momentum`, as at::batch_norm does; with gradients. `x`: batch x channels x height x width,
/// fp32 or bf16; all else [channels], fp32. On CPUs with interleaved channels it takes half of
/// LibTorch 1.13's time.
at::Tensor trainableNorm(const at::Tensor& x,
                         const at::Tensor& weight,
                         const at::Tensor& bias,
                         const at::Tensor& mean,
                         const at::Tensor& variance,
                         double momentum,
                         double eps);

}  // namespace limen::models
