// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"
#include "training/sample_random.h"

namespace limen {

/// Another photograph of an aligned face: moved, turned, scaled and smoothly bent (which makes it another
/// person's), often mirrored, and damaged as in training/photo_damage.h. Same size.
RgbImage varyFace(const RgbImage& face, SampleRandom& random);

}  // namespace limen
