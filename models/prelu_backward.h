// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace limen::models {

/// Gradients of max(x, 0) + slope * min(x, 0) (He 2015, eqs. (6) to (8)) on `rows` pixels of `channels`
/// interleaved channels: writes that of x, adds that of the slopes. One pass; LibTorch needs as much time for
/// it as for the convolutions around it.
void preluBackward(const float* x,
                   const float* gradient,
                   const float* slope,
                   float* xGradient,
                   float* slopeGradient,
                   std::int64_t rows,
                   std::int64_t channels);

/// The same where values and gradients are bfloat16 bit patterns; the slopes' gradient is summed in fp32.
void preluBackwardBf16(const std::uint16_t* x,
                       const std::uint16_t* gradient,
                       const float* slope,
                       std::uint16_t* xGradient,
                       float* slopeGradient,
                       std::int64_t rows,
                       std::int64_t channels);

}  // namespace limen::models
