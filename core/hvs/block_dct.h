// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

inline constexpr int blockSide = 8;

/// Sizes rounded up to whole blocks.
inline int wholeBlocks(int size) {
    return (size + blockSide - 1) / blockSide * blockSide;
}

/// The image with its last column and row repeated up to whole blocks.
Plane paddedToBlocks(const GreyImage& grey);

/// The first `width` x `height` pixels.
Plane cropped(Plane plane, int width, int height);

/// Orthonormal DCT-II of every 8x8 block, in place; sizes are multiples of 8.
void transformBlocks(Plane& plane);
/// Its inverse.
void restoreBlocks(Plane& plane);

}  // namespace limen
