// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace limen::models {

/// Channels that lie side by side in one image of blocks (oneDNN's nChw16c).
inline constexpr std::int64_t blockChannels = 16;

/// One image of floats whose channels lie in blocks of 16: blocks x height x width x 16.
struct BlockedExtent {
    std::int64_t blocks, height, width;

    std::int64_t values() const { return blocks * height * width * blockChannels; }
    /// With `border` more pixels on every side.
    BlockedExtent grown(std::int64_t border) const {
        return {blocks, height + 2 * border, width + 2 * border};
    }
};

/// Interleaved RGB, height x width x 3, as the first three channels of a block with a reflected border of 1;
/// the other channels are 0.
void reflectPicture(const float* picture, BlockedExtent extent, float* padded);
/// The first three channels of a block within a border of 1, as interleaved RGB.
void takePicture(const float* padded, BlockedExtent extent, float* picture);

/// With a reflected border of 1. `extent`: of `x`.
void reflectBorder(const float* x, BlockedExtent extent, float* padded);
/// The gradient of reflectBorder(): adds the border to the pixels it is a copy of, in place. `extent`:
/// without it.
void foldBorder(float* padded, BlockedExtent extent);

/// The largest of every 2 x 2 pixels; an odd last row or column is left out. `extent`: of `x`.
void halve(const float* x, BlockedExtent extent, float* half);

/// The gradient at an activation from that after it, within a border of 2 that is not written. `above` has a
/// border of 1, and where `halved` half the height and width: then its values go to the pixels that halve()
/// took. `extent`: of `x`.
void raiseGradient(const float* above, bool halved, const float* x, BlockedExtent extent, float* bordered);
/// Adds 2 * scale * (x - wanted) to a gradient within a border of 2 and gives the sum of (x - wanted)^2.
double addSquaredDifference(
    const float* x, const float* wanted, float scale, BlockedExtent extent, float* bordered);
/// What a ReLU leaves of the gradient within a border of 2: that of positive activations.
void maskGradient(const float* x, BlockedExtent extent, float* bordered);

}  // namespace limen::models
