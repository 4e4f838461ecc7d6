// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/image_region.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"

namespace limen {

RgbImage cutOut(const RgbImage& image, const ImageRegion& region) {
    // Differences instead of sums, which may overflow.
    if (region.x < 0 || region.y < 0 || region.width < 1 || region.height < 1 ||
        region.width > image.width - region.x || region.height > image.height - region.y)
        throwBadInput(fmt::format("The region {},{},{},{} is not a part of an image of {}x{} pixels.",
                                  region.x,
                                  region.y,
                                  region.width,
                                  region.height,
                                  image.width,
                                  image.height),
                      "Give x,y,width,height inside the image.");
    RgbImage part(region.width, region.height);
    for (int y = 0; y < region.height; ++y)
        std::copy_n(
            image.at(region.x, region.y + y), 3 * static_cast<std::size_t>(region.width), part.at(0, y));
    return part;
}

}  // namespace limen
