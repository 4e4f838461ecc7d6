// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"
#include "training/sample_random.h"

namespace limen {

/// A face of two, both aligned to the template: blended as a whole, or joined along a soft edge (left and
/// right, upper and lower half, or an oval part). A teacher embeds what comes out like any other face, so
/// that pairs of a few thousand people give millions of others (function matching: Beyer 2022, section 3.2).
/// Both images must be of one size.
RgbImage mixFaces(const RgbImage& a, const RgbImage& b, SampleRandom& random);

}  // namespace limen
