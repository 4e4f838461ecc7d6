// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// Original minus test in luma, blue for negative and orange for positive on white (image/colour_map.h);
/// `range`: grey levels that get the full colour. Throws Error (BadInput) if the sizes differ.
RgbImage residualPicture(const RgbImage& original, const RgbImage& test, double range);

/// The range that 99.5 % of the values stay within, rounded up to a round number of grey levels; one for all
/// pictures that are compared.
int commonRange(const std::vector<float>& residuals);

}  // namespace limen
