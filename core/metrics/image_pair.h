// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// Throws Error (BadInput), with both sizes, unless the images have one size and at least one pixel.
void requireComparable(const RgbImage& reference, const RgbImage& test);

/// Throws Error (BadInput) with both sizes where a side is shorter than `side` pixels; `metric`: for the
/// message.
void requireSide(const RgbImage& image, int side, const char* metric);

}  // namespace limen
