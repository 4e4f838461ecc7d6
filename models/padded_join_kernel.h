// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace limen::models {

/// The result of one padded join (models/padded_join.h), without its border.
struct JoinShape {
    std::int64_t height, width;
    std::int64_t coarse, fine;  ///< channels of the parts, each 0 where there is none
};

/// One image, channels interleaved. `coarse`: height/2 x width/2; `fine`: height x width; `result`:
/// height + 2 x width + 2.
void joinForward(const JoinShape& shape, const float* coarse, const float* fine, float* result);
void joinForwardBf16(const JoinShape& shape,
                     const std::uint16_t* coarse,
                     const std::uint16_t* fine,
                     std::uint16_t* result);

/// The parts' gradients from that of the result.
void joinBackward(const JoinShape& shape, const float* gradient, float* coarse, float* fine);
void joinBackwardBf16(const JoinShape& shape,
                      const std::uint16_t* gradient,
                      std::uint16_t* coarse,
                      std::uint16_t* fine);

}  // namespace limen::models
