// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <random>

#include "image/rgb_image.h"

namespace limen {

/// Another photograph of an aligned face: moved, turned, scaled and smoothly bent (which makes it another
/// person's), with other light and colours, and, each now and then, mirrored, blurred, of low resolution,
/// noisy, JPEG-compressed or partly hidden. Same size.
RgbImage varyFace(const RgbImage& face, std::mt19937_64& random);

}  // namespace limen
