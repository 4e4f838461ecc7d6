// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The one place where RGB becomes YCbCr 4:2:0 and back: BT.601, limited range, 8 bit, chroma centred between
// the four luma samples it belongs to (contract.md, "Colour"). Everything is integer arithmetic that gives
// the exactly rounded value (half up) of the real-valued formula, so that results are the same on every
// machine:
//
//   Y  = 16 + 219/255 (0.299 R + 0.587 G + 0.114 B)                         (ITU-R BT.601-7, 2.5.1 and 2.5.3)
//   Cb = 128 + 224/255 (B - Y') / 1.772,  Cr = 128 + 224/255 (R - Y') / 1.402,  averaged over 2x2 pixels
//
// Rounding happens once per sample: the average is taken of unrounded chroma, and on the way back the
// bilinearly interpolated chroma is not rounded before the matrix.

#include <cstddef>
#include <cstdint>

#include "image/rgb_image.h"

namespace limen {

/// Name of the conversion below, part of the identity of every codec that uses it.
inline constexpr const char* yuvConvention = "bt601-limited-8bit-420-centred";

/// Three planes in somebody's memory. Width and height are even; the chroma planes have half of each.
template <typename Sample>
struct Yuv420Planes {
    int width = 0;
    int height = 0;
    Sample* y = nullptr;
    Sample* u = nullptr;
    Sample* v = nullptr;
    std::ptrdiff_t yStride = 0;  ///< samples from one row to the next
    std::ptrdiff_t uStride = 0;
    std::ptrdiff_t vStride = 0;
};

/// Smallest even number that is at least `side` and at least `minimum`.
int paddedSide(int side, int minimum);

/// Converts `image` (at least 1x1) into planes that are at least as large; the last row and column are
/// repeated into the rest. Throws std::invalid_argument if the planes are smaller or odd.
void rgbToYuv420(const RgbImage& image, const Yuv420Planes<std::uint8_t>& planes);

/// Converts the upper left width x height pixels. Chroma is interpolated bilinearly (weights 9, 3, 3, 1 of
/// 16), repeating the outermost samples; values outside 0..255 are clipped. Throws std::invalid_argument if
/// the planes are smaller or odd.
RgbImage yuv420ToRgb(const Yuv420Planes<const std::uint8_t>& planes, int width, int height);

}  // namespace limen
