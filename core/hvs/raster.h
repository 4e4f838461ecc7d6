// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// One value per pixel, row-major, without padding.
template <typename T>
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<T> values;  ///< width * height

    Raster() = default;
    /// Zeros.
    Raster(int w, int h)
        : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}

    bool empty() const { return values.empty(); }
    const T* row(int y) const {
        return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    T* row(int y) { return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width); }
    T at(int x, int y) const { return row(y)[x]; }

    bool operator==(const Raster&) const = default;
};

using GreyImage = Raster<std::uint8_t>;  ///< 0..255
using IntRaster = Raster<std::int16_t>;
using Plane = Raster<double>;  ///< grey levels, unless said otherwise

/// round(0.2989 R + 0.5870 G + 0.1140 B), as MATLAB's rgb2gray of 8-bit images, for which the models of the
/// human eye were written. Grey pixels keep their value.
GreyImage greyOf(const RgbImage& image);

/// One channel of an image; 0: red, 1: green, 2: blue.
GreyImage channelOf(const RgbImage& image, int channel);

}  // namespace limen
