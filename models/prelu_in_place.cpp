// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/prelu_in_place.h"

#include "models/bf16_bits.h"

namespace limen::models {

namespace {

// Selecting before multiplying leaves no branch, so that compilers vectorise it; NaN stays NaN.
LIMEN_PART_OF_CLONE float prelu(float value, float slope) {
    const float positive = value < 0.0F ? 0.0F : value;
    const float negative = value < 0.0F ? value : 0.0F;
    return positive + slope * negative;
}

}  // namespace

LIMEN_VECTOR_CLONES
void preluInPlace(float* __restrict values,
                  const float* __restrict slope,
                  std::int64_t rows,
                  std::int64_t channels) {
    for (std::int64_t row = 0; row < rows; ++row) {
        float* pixel = values + row * channels;
        for (std::int64_t c = 0; c < channels; ++c)
            pixel[c] = prelu(pixel[c], slope[c]);
    }
}

LIMEN_VECTOR_CLONES
void preluInPlaceBf16(std::uint16_t* __restrict values,
                      const float* __restrict slope,
                      std::int64_t rows,
                      std::int64_t channels) {
    for (std::int64_t row = 0; row < rows; ++row) {
        std::uint16_t* pixel = values + row * channels;
        for (std::int64_t c = 0; c < channels; ++c)
            pixel[c] = toBf16(prelu(fromBf16(pixel[c]), slope[c]));
    }
}

}  // namespace limen::models
