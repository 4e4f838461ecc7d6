// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace limen::models {

// `rows` pixels of `channels` interleaved channels, as floats or as bfloat16 bit patterns computed in fp32.

/// Adds to each channel's `sum` and `square` (of `channels` values) the sums of x - origin and of its square.
/// An origin near the values, such as the first pixel, keeps the digits of their variance.
void channelSums(const float* x,
                 const float* origin,
                 double* sum,
                 double* square,
                 std::int64_t rows,
                 std::int64_t channels);
void channelSumsBf16(const std::uint16_t* x,
                     const float* origin,
                     double* sum,
                     double* square,
                     std::int64_t rows,
                     std::int64_t channels);

/// Adds to each channel's `sum` and `product` the sums of the gradient and of (x - origin) * gradient.
void channelProducts(const float* x,
                     const float* gradient,
                     const float* origin,
                     double* sum,
                     double* product,
                     std::int64_t rows,
                     std::int64_t channels);
void channelProductsBf16(const std::uint16_t* x,
                         const std::uint16_t* gradient,
                         const float* origin,
                         double* sum,
                         double* product,
                         std::int64_t rows,
                         std::int64_t channels);

/// y = x * scale + gradient * factor + shift, all one per channel.
void channelCombine(const float* x,
                    const float* gradient,
                    const float* scale,
                    const float* factor,
                    const float* shift,
                    float* y,
                    std::int64_t rows,
                    std::int64_t channels);
void channelCombineBf16(const std::uint16_t* x,
                        const std::uint16_t* gradient,
                        const float* scale,
                        const float* factor,
                        const float* shift,
                        std::uint16_t* y,
                        std::int64_t rows,
                        std::int64_t channels);

/// y = x * scale + shift, both one per channel.
void channelAffine(const float* x,
                   const float* scale,
                   const float* shift,
                   float* y,
                   std::int64_t rows,
                   std::int64_t channels);
void channelAffineBf16(const std::uint16_t* x,
                       const float* scale,
                       const float* shift,
                       std::uint16_t* y,
                       std::int64_t rows,
                       std::int64_t channels);

}  // namespace limen::models
