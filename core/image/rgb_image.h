// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen {

/// Side of an aligned face in pixels.
inline constexpr int alignedSize = 112;

/// An 8-bit RGB image: interleaved R, G, B, row-major, no padding. Values 0..255, sRGB as in the file.
/// The one image type of Limen's interfaces; OpenCV's BGR stays inside the files that call OpenCV.
struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  ///< width * height * 3 bytes

    RgbImage() = default;
    /// Black.
    RgbImage(int w, int h)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

    bool empty() const { return pixels.empty(); }
    std::size_t pixelCount() const { return pixels.size() / 3; }
    /// Offset of the red byte of pixel (x, y).
    std::size_t offset(int x, int y) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
               3;
    }
    const std::uint8_t* at(int x, int y) const { return pixels.data() + offset(x, y); }
    std::uint8_t* at(int x, int y) { return pixels.data() + offset(x, y); }

    bool operator==(const RgbImage&) const = default;
};

}  // namespace limen
