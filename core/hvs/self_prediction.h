// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// What the surroundings of each pixel make one expect there: the mean of the pixels up to 10 away, weighed
/// by how like their 7x7 neighbourhood is to the pixel's own (Wu et al. 2013, eqs. (5) to (7)), in whole grey
/// levels. `tolerance`: the difference that counts as alike, in grey levels squared, for each pixel.
GreyImage selfPrediction(const GreyImage& grey, const Plane& tolerance);

}  // namespace limen
