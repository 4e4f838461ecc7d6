// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen {

/// A NAL unit within a byte stream (annex B of ITU-T H.265 and of H.266).
struct NalUnit {
    std::size_t size = 0;     ///< bytes in the stream, its start code included
    std::size_t header = 0;   ///< where its header begins
    std::size_t payload = 0;  ///< bytes from there to its end
};

/// The NAL units of a stream in order; none where there is no start code. What precedes the first start code
/// belongs to the first unit.
std::vector<NalUnit> nalUnits(std::span<const std::uint8_t> stream);

}  // namespace limen
