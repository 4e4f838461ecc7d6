// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>

#include "codecs/stream_layout.h"

namespace limen {

/// Looks over the NAL units of a VVC stream of one picture. Parameter sets (VPS, SPS, PPS), supplemental
/// information and delimiters count as headers; the adaptation parameter sets, which hold the picture's own
/// filters, do not.
StreamLayout vvcLayout(std::span<const std::uint8_t> stream);

}  // namespace limen
