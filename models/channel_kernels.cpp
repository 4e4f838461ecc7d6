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

template <class Value>
LIMEN_PART_OF_CLONE void sums(const Value* __restrict x,
                              const float* __restrict origin,
                              double* __restrict sum,
                              double* __restrict square,
                              std::int64_t rows,
                              std::int64_t channels) {
    std::vector<float> storage(static_cast<std::size_t>(2 * channels));
    float* __restrict blockSum = storage.data();
    float* __restrict blockSquare = blockSum + channels;
    for (std::int64_t first = 0; first < rows; first += block) {
        std::fill(storage.begin(), storage.end(), 0.0F);
        const std::int64_t end = std::min(rows, first + block);
        for (std::int64_t row = first; row < end; ++row) {
            for (std::int64_t c = 0; c < channels; ++c) {
                const float value = load(x[row * channels + c]) - origin[c];
                blockSum[c] += value;
                blockSquare[c] += value * value;
            }
        }
        for (std::int64_t c = 0; c < channels; ++c) {
            sum[c] += static_cast<double>(blockSum[c]);
            square[c] += static_cast<double>(blockSquare[c]);
        }
    }
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

}  // namespace limen::models
