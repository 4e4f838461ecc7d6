// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>

#include "codecs/stream_layout.h"

namespace limen {

/// Looks over the NAL units of a VVC stream of one picture. Parameter sets (VPS, SPS, PPS), supplemental
/// information and delimiters count as headers. Adaptation parameter sets do not, for all their name: they
/// hold the picture's own filters and tone curve, as HEVC's slices do, and neither size nor level tells them.
/// So counted, VTM has the same 55 or 56 bytes of headers at every level.
StreamLayout vvcLayout(std::span<const std::uint8_t> stream);

}  // namespace limen
