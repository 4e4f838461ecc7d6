// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace limen::models {

/// x <- max(x, 0) + slope * min(x, 0) (He 2015, eq. (1)) on `rows` pixels of `channels` interleaved channels.
/// LibTorch has no PReLU that works in place, and a fresh tensor per layer costs more than the arithmetic.
void preluInPlace(float* values, const float* slope, std::int64_t rows, std::int64_t channels);

/// The same on bfloat16 bit patterns, computed in fp32 and rounded to nearest even.
void preluInPlaceBf16(std::uint16_t* values, const float* slope, std::int64_t rows, std::int64_t channels);

}  // namespace limen::models
