// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// Decodes an image file's bytes to 8-bit RGB: EXIF orientation applied, grey repeated in three channels,
/// alpha dropped (composited over black is not what a detector wants), 16 bit scaled to 8, CMYK JPEG
/// converted. The header is read first: over 100 megapixels is refused before anything is decoded; a
/// truncated JPEG is an error (libjpeg's warnings count as errors). contract.md, "Decoding limits". Throws
/// Error (BadInput); `name` stands for the file in the message.
RgbImage decodeImage(std::span<const std::uint8_t> bytes, const std::string& name);

/// readFile() and decodeImage().
RgbImage readImage(const std::filesystem::path& file);

/// Lossless PNG.
std::vector<std::uint8_t> encodePng(const RgbImage& image);
/// Writes a PNG atomically. Throws Error (Failure).
void writePng(const std::filesystem::path& file, const RgbImage& image);

/// Baseline JPEG with 4:2:0 chroma; quality 1..100. Throws Error (Failure).
std::vector<std::uint8_t> encodeJpeg(const RgbImage& image, int quality);

}  // namespace limen
