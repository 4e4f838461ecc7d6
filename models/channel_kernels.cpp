// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/channel_kernels.h"

#include <algorithm>
#include <vector>

#include "models/bf16_bits.h"

namespace limen::models {

namespace {

/// Pixels summed in fp32 before their sum joins the others in double.
constexpr std::int64_t block = 128;

/// Adds the sums of `first(i, c)` and `second(i, c)` over the pixels i to those of each channel c.
template <class First, class Second>
LIMEN_PART_OF_CLONE void addSums(double* __restrict firstSum,
                                 double* __restrict secondSum,
                                 std::int64_t rows,
                                 std::int64_t channels,
                                 const First& first,
                                 const Second& second) {
    std::vector<float> storage(static_cast<std::size_t>(2 * channels));
    float* __restrict a = storage.data();
    float* __restrict b = a + channels;
    for (std::int64_t start = 0; start < rows; start += block) {
        std::fill(storage.begin(), storage.end(), 0.0F);
        const std::int64_t end = std::min(rows, start + block);
        for (std::int64_t row = start; row < end; ++row) {
            for (std::int64_t c = 0; c < channels; ++c) {
                a[c] += first(row * channels + c, c);
                b[c] += second(row * channels + c, c);
            }
        }
        for (std::int64_t c = 0; c < channels; ++c) {
            firstSum[c] += static_cast<double>(a[c]);
            secondSum[c] += static_cast<double>(b[c]);
        }
    }
}

template <class Value>
LIMEN_PART_OF_CLONE void sums(const Value* __restrict x,
                              const float* __restrict origin,
                              double* sum,
                              double* square,
                              std::int64_t rows,
                              std::int64_t channels) {
    const auto value = [&](std::int64_t i, std::int64_t c) __attribute__((always_inline)) {
        return load(x[i]) - origin[c];
    };
    const auto squared = [&](std::int64_t i, std::int64_t c) __attribute__((always_inline)) {
        const float v = load(x[i]) - origin[c];
        return v * v;
    };
    addSums(sum, square, rows, channels, value, squared);
}

template <class Value>
LIMEN_PART_OF_CLONE void products(const Value* __restrict x,
                                  const Value* __restrict gradient,
                                  const float* __restrict origin,
                                  double* sum,
                                  double* product,
                                  std::int64_t rows,
                                  std::int64_t channels) {
    const auto value = [&](std::int64_t i, std::int64_t) __attribute__((always_inline)) {
        return load(gradient[i]);
    };
    const auto both = [&](std::int64_t i, std::int64_t c) __attribute__((always_inline)) {
        return (load(x[i]) - origin[c]) * load(gradient[i]);
    };
    addSums(sum, product, rows, channels, value, both);
}

template <class Value>
LIMEN_PART_OF_CLONE void combine(const Value* __restrict x,
                                 const Value* __restrict gradient,
                                 const float* __restrict scale,
                                 const float* __restrict factor,
                                 const float* __restrict shift,
                                 Value* __restrict y,
                                 std::int64_t rows,
                                 std::int64_t channels) {
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t c = 0; c < channels; ++c)
            store(y[row * channels + c],
                  load(x[row * channels + c]) * scale[c] + load(gradient[row * channels + c]) * factor[c] +
                      shift[c]);
}

template <class Value>
LIMEN_PART_OF_CLONE void affine(const Value* __restrict x,
                                const float* __restrict scale,
                                const float* __restrict shift,
                                Value* __restrict y,
                                std::int64_t rows,
                                std::int64_t channels) {
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t c = 0; c < channels; ++c)
            store(y[row * channels + c], load(x[row * channels + c]) * scale[c] + shift[c]);
}

}  // namespace

LIMEN_VECTOR_CLONES
void channelSums(const float* x,
                 const float* origin,
                 double* sum,
                 double* square,
                 std::int64_t rows,
                 std::int64_t channels) {
    sums(x, origin, sum, square, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelSumsBf16(const std::uint16_t* x,
                     const float* origin,
                     double* sum,
                     double* square,
                     std::int64_t rows,
                     std::int64_t channels) {
    sums(x, origin, sum, square, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelAffine(const float* x,
                   const float* scale,
                   const float* shift,
                   float* y,
                   std::int64_t rows,
                   std::int64_t channels) {
    affine(x, scale, shift, y, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelAffineBf16(const std::uint16_t* x,
                       const float* scale,
                       const float* shift,
                       std::uint16_t* y,
                       std::int64_t rows,
                       std::int64_t channels) {
    affine(x, scale, shift, y, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelProducts(const float* x,
                     const float* gradient,
                     const float* origin,
                     double* sum,
                     double* product,
                     std::int64_t rows,
                     std::int64_t channels) {
    products(x, gradient, origin, sum, product, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelCombine(const float* x,
                    const float* gradient,
                    const float* scale,
                    const float* factor,
                    const float* shift,
                    float* y,
                    std::int64_t rows,
                    std::int64_t channels) {
    combine(x, gradient, scale, factor, shift, y, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelProductsBf16(const std::uint16_t* x,
                         const std::uint16_t* gradient,
                         const float* origin,
                         double* sum,
                         double* product,
                         std::int64_t rows,
                         std::int64_t channels) {
    products(x, gradient, origin, sum, product, rows, channels);
}

LIMEN_VECTOR_CLONES
void channelCombineBf16(const std::uint16_t* x,
                        const std::uint16_t* gradient,
                        const float* scale,
                        const float* factor,
                        const float* shift,
                        std::uint16_t* y,
                        std::int64_t rows,
                        std::int64_t channels) {
    combine(x, gradient, scale, factor, shift, y, rows, channels);
}

}  // namespace limen::models
