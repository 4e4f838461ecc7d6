// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

namespace limen::models {

/// What a decoder's convolution sees: `coarse` (batch x c x h/2 x w/2) doubled bilinearly, then `fine` (batch
/// x f x h x w) behind it in the channels, then a border of one reflected pixel: batch x (c + f) x (h + 2) x
/// (w + 2). Either may be undefined. h and w: at least 2, even where there is a coarse part. With gradients;
/// channels_last on CPUs takes one pass, where LibTorch takes three in fp32 and cannot reflect bf16.
at::Tensor paddedJoin(const at::Tensor& coarse, const at::Tensor& fine);

/// The border alone.
inline at::Tensor reflectPad(const at::Tensor& x) {
    return paddedJoin({}, x);
}

}  // namespace limen::models
