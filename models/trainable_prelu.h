// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

namespace limen::models {

/// max(x, 0) + slope * min(x, 0) with gradients for both, in fp32 or bf16. `x`: batch x channels x height x
/// width; `slope`: [channels], fp32. LibTorch 1.13 has no gradient in bf16 on CPUs, and a slow one in fp32.
at::Tensor trainablePRelu(const at::Tensor& x, const at::Tensor& slope);

}  // namespace limen::models
