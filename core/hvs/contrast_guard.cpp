// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/contrast_guard.h"

#include <algorithm>

#include "hvs/background_gradient.h"
#include "hvs/canny.h"
#include "hvs/edge_guard.h"

namespace limen {

namespace {

/// The two outermost pixels are left out: there the gradient is that to the black beyond the frame.
double largestInnerGradient(const GreyImage& grey) {
    const IntRaster gradient = gradientSum(asIntegers(grey), FrameRule::Zero);
    int largest = 0;
    for (int y = 2; y + 2 < grey.height; ++y)
        for (int x = 2; x + 2 < grey.width; ++x)
            largest = std::max<int>(largest, gradient.at(x, y));
    return gradientScale * largest;
}

}  // namespace

Plane highContrastGuard(const GreyImage& grey) {
    const double largest = largestInnerGradient(grey);
    const double threshold = largest > 0.0 ? std::min(60.0 / largest, 0.8) : 0.8;
    return edgeGuard(cannyEdges(grey, threshold),
                     {.shape = GuardShape::Square5, .edgePercent = 0, .kernelSize = 5, .sigma = 0.8});
}

}  // namespace limen
