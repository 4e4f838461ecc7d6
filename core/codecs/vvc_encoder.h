// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image/yuv420_buffer.h"

namespace limen {

/// One picture as a VVC encoder leaves it.
struct VvcPicture {
    std::vector<std::uint8_t> bitstream;
    std::vector<std::uint16_t> samples;  ///< reconstruction: 10 bits, Y, U, V one after the other
};

/// VVC's smallest coding unit: encoders here are given nothing smaller.
inline constexpr int vvcSmallestSide = 8;

/// More bytes than a stream of this picture can have: four for each sample.
inline std::size_t largestVvcStream(const Yuv420Buffer& picture) {
    return picture.samples().size() * 4 + 65536;
}

/// An encoder for VVC, wherever it runs. An instance belongs to one thread.
class VvcEncoder {
public:
    virtual ~VvcEncoder() = default;
    /// Throws Error (Failure) when the encoder fails, Cancelled when the codec's stop was requested.
    virtual VvcPicture encode(const Yuv420Buffer& picture, int qp) = 0;
};

}  // namespace limen
