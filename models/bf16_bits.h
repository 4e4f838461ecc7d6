// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <bit>
#include <cstdint>

// One copy per vector width, chosen when the library is loaded: the rest of Limen is built for any x86-64.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LIMEN_VECTOR_CLONES __attribute__((target_clones("arch=skylake-avx512", "avx2", "default")))
/// Of what a cloned function calls: as a call it would stay at the narrowest width.
#define LIMEN_PART_OF_CLONE inline __attribute__((always_inline))
#else
#define LIMEN_VECTOR_CLONES
#define LIMEN_PART_OF_CLONE inline
#endif

namespace limen::models {

// bfloat16 as bit patterns, in loops that compute in fp32: LibTorch's own type costs its headers, and does
// not vectorise.

LIMEN_PART_OF_CLONE float fromBf16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

/// To nearest, ties to even.
LIMEN_PART_OF_CLONE std::uint16_t toBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16U) & 1U)) >> 16U);
}

LIMEN_PART_OF_CLONE float load(float value) {
    return value;
}
LIMEN_PART_OF_CLONE float load(std::uint16_t bits) {
    return fromBf16(bits);
}
LIMEN_PART_OF_CLONE void store(float& to, float value) {
    to = value;
}
LIMEN_PART_OF_CLONE void store(std::uint16_t& to, float value) {
    to = toBf16(value);
}

}  // namespace limen::models
