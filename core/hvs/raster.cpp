// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "hvs/raster.h"

namespace limen {

GreyImage greyOf(const RgbImage& image) {
    GreyImage grey(image.width, image.height);
    const std::uint8_t* rgb = image.pixels.data();
    for (std::uint8_t& value : grey.values) {
        // MATLAB's weights to all their digits: the first row of the inverse of its NTSC matrix. Half added
        // and cut off rounds as MATLAB does, since no weighted sum is negative.
        value = static_cast<std::uint8_t>(0.298936021293775 * rgb[0] + 0.587043074451121 * rgb[1] +
                                          0.114020904255103 * rgb[2] + 0.5);
        rgb += 3;
    }
    return grey;
}

GreyImage channelOf(const RgbImage& image, int channel) {
    GreyImage plane(image.width, image.height);
    const std::uint8_t* rgb = image.pixels.data() + channel;
    for (std::uint8_t& value : plane.values) {
        value = *rgb;
        rgb += 3;
    }
    return plane;
}

}  // namespace limen
