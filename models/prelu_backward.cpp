// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/prelu_backward.h"

#include "models/bf16_bits.h"

namespace limen::models {

namespace {

template <class Value>
LIMEN_PART_OF_CLONE void backward(const Value* __restrict x,
                                  const Value* __restrict gradient,
                                  const float* __restrict slope,
                                  Value* __restrict xGradient,
                                  float* __restrict slopeGradient,
                                  std::int64_t rows,
                                  std::int64_t channels) {
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t pixel = row * channels;
        for (std::int64_t c = 0; c < channels; ++c) {
            const float value = load(x[pixel + c]);
            const float above = load(gradient[pixel + c]);
            const float negative = value < 0.0F ? value : 0.0F;
            // Selecting before multiplying leaves no branch, so that compilers vectorise it.
            const float factor = value < 0.0F ? slope[c] : 1.0F;
            store(xGradient[pixel + c], factor * above);
            slopeGradient[c] += above * negative;
        }
    }
}

}  // namespace

LIMEN_VECTOR_CLONES
void preluBackward(const float* x,
                   const float* gradient,
                   const float* slope,
                   float* xGradient,
                   float* slopeGradient,
                   std::int64_t rows,
                   std::int64_t channels) {
    backward(x, gradient, slope, xGradient, slopeGradient, rows, channels);
}

LIMEN_VECTOR_CLONES
void preluBackwardBf16(const std::uint16_t* x,
                       const std::uint16_t* gradient,
                       const float* slope,
                       std::uint16_t* xGradient,
                       float* slopeGradient,
                       std::int64_t rows,
                       std::int64_t channels) {
    backward(x, gradient, slope, xGradient, slopeGradient, rows, channels);
}

}  // namespace limen::models
