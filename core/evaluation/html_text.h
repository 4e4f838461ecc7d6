// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "image/rgb_image.h"

namespace limen {

/// Text for HTML and XML, in elements and in quoted attributes. Bytes that are no UTF-8 and characters that
/// XML does not allow become U+FFFD.
std::string escapedHtml(std::string_view text);

/// "8,143,338".
std::string grouped(std::int64_t number);

/// "data:image/png;base64,...": an image inside the page.
std::string pngDataUri(const RgbImage& image);
std::string jpegDataUri(const RgbImage& image, int quality);

}  // namespace limen
