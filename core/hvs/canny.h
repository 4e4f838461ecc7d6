// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// Edge pixels (255; others 0) as MATLAB's edge(image, 'canny', threshold) finds them since 2017: a Gaussian
/// of sigma sqrt(2), thresholds as shares of the image's largest gradient (the lower one 0.4 times the upper
/// one), interpolated suppression of what is not a maximum, 8-connected hysteresis, no thinning. The
/// outermost pixels are never edges. `threshold`: 0..1.
GreyImage cannyEdges(const GreyImage& grey, double threshold);

}  // namespace limen
