// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/html_text.h"

#include "base/base64.h"
#include "base/json.h"
#include "image/image_file.h"

namespace limen {

namespace {

constexpr const char* replacement = "\xEF\xBF\xBD";  // U+FFFD

/// The JSON library checks UTF-8 when it writes; reading that back gives the repaired text.
std::string validUtf8(std::string_view text) {
    return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

std::string escapedHtml(std::string_view text) {
    std::string html;
    for (const char c : validUtf8(text)) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default: {
                const auto byte = static_cast<unsigned char>(c);
                const bool isControl = byte < 0x20 && c != '\n' && c != '\t';
                html += isControl || byte == 0x7F ? std::string(replacement) : std::string(1, c);
            }
        }
    }
    return html;
}

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t end = text.size(); end > 3 + (number < 0 ? 1U : 0U); end -= 3)
        text.insert(end - 3, ",");
    return text;
}

std::string pngDataUri(const RgbImage& image) {
    return "data:image/png;base64," + base64(encodePng(image));
}

std::string jpegDataUri(const RgbImage& image, int quality) {
    return "data:image/jpeg;base64," + base64(encodeJpeg(image, quality));
}

}  // namespace limen
