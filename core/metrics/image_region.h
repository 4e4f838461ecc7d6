// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// A part of an image, in pixels.
struct ImageRegion {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    bool operator==(const ImageRegion&) const = default;
};

/// Throws Error (BadInput) for a region that is empty or not wholly inside the image.
RgbImage cutOut(const RgbImage& image, const ImageRegion& region);

}  // namespace limen
