// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <opencv2/core.hpp>

#include "training/sample_random.h"

namespace limen {

/// How often each kind of damage is done.
struct PhotoDamage {
    double hidden = 0.25;  ///< something in front of up to a third of the image
    double sideLight = 0.25;
    double recoloured = 0.7;  ///< a fifth of these grey
    double fewPixels = 0.25;
    double blurred = 0.2;
    double noisy = 0.25;
    double jpeg = 0.25;
};

/// Does to a small 8-bit RGB image what cameras, editors and networks do to photographs.
void damagePhoto(cv::Mat& rgb, const PhotoDamage& often, SampleRandom& random);

}  // namespace limen
