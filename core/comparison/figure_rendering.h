// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "image/rgb_image.h"

namespace limen {

/// What a file says of itself: names ("Title", "Description", "Software", "Source") and texts.
using FileMetadata = std::vector<std::pair<std::string, std::string>>;

/// A stand-alone SVG with its metadata: title, description and <metadata>. Throws Error (Failure) for what
/// does not begin with an <svg> element.
std::string svgWithMetadata(const std::string& svg, const FileMetadata& metadata);

/// One page of the drawing's size, 96 CSS pixels an inch; shapes stay shapes and text stays text. Metadata:
/// title, subject, creator and keywords. Throws Error (Failure) for what is no SVG or too large.
std::vector<std::uint8_t> svgAsPdf(const std::string& svg, const FileMetadata& metadata);

/// As large as fits into so many pixels, on white paper: for a screen, drawn anew at its size. Throws as
/// svgAsPdf().
RgbImage svgAsImage(const std::string& svg, int width, int height);

/// Pixels of svgAsPng() a CSS pixel: 288 an inch.
inline constexpr int pngScale = 3;

/// On white paper. Metadata as text chunks. Throws as svgAsPdf().
std::vector<std::uint8_t> svgAsPng(const std::string& svg, const FileMetadata& metadata);

}  // namespace limen
