// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <ATen/Parallel.h>
#include <torch/torch.h>

namespace limen::models {

/// Whether Limen's own loops can read `x` (batch x channels x height x width): on a CPU, channels
/// interleaved.
inline bool isInterleaved(const at::Tensor& x) {
    return x.is_cpu() && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

/// The values of one image of a batch for which isInterleaved(). `Value`: float, or std::uint16_t for bf16.
template <class Value>
Value* image(const at::Tensor& batch, std::int64_t index) {
    return static_cast<Value*>(batch.data_ptr()) + index * (batch.numel() / batch.size(0));
}

/// `run(index)` for every image of a batch, on LibTorch's threads.
template <class Run>
void forImages(std::int64_t count, const Run& run) {
    at::parallel_for(0, count, 1, [&](std::int64_t from, std::int64_t to) {
        for (std::int64_t index = from; index < to; ++index)
            run(index);
    });
}

}  // namespace limen::models
