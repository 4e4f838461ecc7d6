// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models/prelu_in_place.h"

#include <bit>

// One copy per vector width, chosen when the library is loaded: the rest of Limen is built for any x86-64.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LIMEN_VECTOR_CLONES __attribute__((target_clones("arch=skylake-avx512", "avx2", "default")))
#else
#define LIMEN_VECTOR_CLONES
#endif

namespace limen::models {

namespace {

// Selecting before multiplying leaves no branch, so that compilers vectorise it; NaN stays NaN.
inline float prelu(float value, float slope) {
    const float positive = value < 0.0F ? 0.0F : value;
    const float negative = value < 0.0F ? value : 0.0F;
    return positive + slope * negative;
}

inline float fromBf16(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U); }

inline std::uint16_t toBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U);
}

}  // namespace

LIMEN_VECTOR_CLONES
void preluInPlace(float* __restrict values, const float* __restrict slope, std::int64_t rows, std::int64_t channels) {
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
