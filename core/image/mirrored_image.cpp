// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/mirrored_image.h"

#include <algorithm>

namespace limen {

RgbImage mirroredImage(const RgbImage& image) {
    RgbImage result(image.width, image.height);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            std::copy_n(image.at(image.width - 1 - x, y), 3, result.at(x, y));
    return result;
}

}  // namespace limen
