// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace limen {

enum class ImageFormat { Png, Jpeg, WebP, Bmp, Tiff, Pnm };

/// What an image file says of itself before its pixels are decoded.
struct ImageHeader {
    ImageFormat format = ImageFormat::Png;
    std::uint64_t width = 0;  ///< pixels as stored; 0 when the file says so
    std::uint64_t height = 0;
    int webpOrientation =
        1;  ///< EXIF orientation 1..8 of a WebP file, the one format whose decoder ignores it
};

/// Reads the header only; every offset is checked before it is used.
/// Throws Error (BadInput) when the bytes are no image, one of a kind Limen does not read, or end within the
/// header.
ImageHeader readImageHeader(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace limen
