// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// The critical perceptual lossless image (Jiang et al. 2022): the 8x8 blocks of the image in the basis of
/// their own principal components (Karhunen-Loeve transform), of which the leading ones alone are kept.
struct LosslessImage {
    Plane image;         ///< neither rounded nor clipped
    int components = 0;  ///< kept, 1..64: the critical point
};

/// The basis is learned from the whole blocks of the image. Blocks that the frame cuts are continued by their
/// outermost pixels; in an image without a whole block the basis is learned from these.
LosslessImage criticalLosslessImage(const GreyImage& grey);

}  // namespace limen
