// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "hvs/raster.h"

namespace limen {

/// Neighbourhood in which an edge pixel has effect, as MATLAB's strel makes it.
enum class GuardShape {
    Disk2,     ///< strel('disk', 2): the 13 pixels no farther than 2
    Square5,   ///< strel('disk', 3): 5x5 pixels
    Square11,  ///< strel('disk', 6, 6): 11x11 pixels
    Pixel,     ///< the edge pixel alone
};

struct GuardSettings {
    GuardShape shape = GuardShape::Pixel;
    int edgePercent = 0;  ///< weight of a pixel that an edge has effect on; others weigh 100 %
    int kernelSize = 5;   ///< of the Gaussian, odd
    double sigma = 0.8;
};

/// Weights 0..1 that spare edges, to which the eye is sensitive: low around `edges`, smoothed with a
/// Gaussian. Beyond the frame the weights count as 0, as in the authors' programs.
Plane edgeGuard(const GreyImage& edges, const GuardSettings& settings);

}  // namespace limen
