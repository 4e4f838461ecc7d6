// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "metrics/image_pair.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"

namespace limen {

void requireComparable(const RgbImage& reference, const RgbImage& test) {
    if (reference.width != test.width || reference.height != test.height)
        throwBadInput(fmt::format("The images differ in size: {}x{} and {}x{}.",
                                  reference.width,
                                  reference.height,
                                  test.width,
                                  test.height),
                      "Compare images of the same size.");
    if (reference.empty())
        throwBadInput("An image without pixels cannot be compared.");
}

void requireSide(const RgbImage& image, int side, const char* metric) {
    if (std::min(image.width, image.height) < side)
        throwBadInput(fmt::format("{0} needs images of at least {1}x{1} pixels; these have {2}x{3}.",
                                  metric,
                                  side,
                                  image.width,
                                  image.height),
                      "Compare a larger region or larger images.");
}

}  // namespace limen
