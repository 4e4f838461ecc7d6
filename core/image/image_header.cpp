// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/image_header.h"

#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "base/error.h"

namespace limen {

namespace {

constexpr const char* readableFormats = "Limen reads JPEG, PNG, WebP, TIFF, BMP and PNM (PGM, PPM) images.";

/// Thrown by ByteView, caught in readImageHeader().
struct HeaderEndsEarly {};

enum class ByteOrder { Big, Little };

/// Bytes that can be asked for any offset.
class ByteView {
public:
    explicit ByteView(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    std::size_t size() const { return m_bytes.size(); }
    std::uint32_t u8(std::size_t at) const {
        if (at >= m_bytes.size())
            throw HeaderEndsEarly();
        return m_bytes[at];
    }
    std::uint32_t u16(std::size_t at, ByteOrder order) const {
        const std::uint32_t first = u8(at);
        const std::uint32_t second = u8(at + 1);
        return order == ByteOrder::Big ? first << 8U | second : second << 8U | first;
    }
    std::uint32_t u24(std::size_t at) const { return u16(at, ByteOrder::Little) | u8(at + 2) << 16U; }
    std::uint32_t u32(std::size_t at, ByteOrder order) const {
        const std::uint32_t first = u16(at, order);
        const std::uint32_t second = u16(at + 2, order);
        return order == ByteOrder::Big ? first << 16U | second : second << 16U | first;
    }
    bool has(std::size_t at, std::string_view text) const {
        if (at > m_bytes.size() || m_bytes.size() - at < text.size())
            return false;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (m_bytes[at + i] != static_cast<std::uint8_t>(text[i]))
                return false;
        return true;
    }
    ByteView from(std::size_t at) const {
        return ByteView(at < size() ? m_bytes.subspan(at) : m_bytes.last(0));
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

using namespace std::string_view_literals;

bool isTiff(const ByteView& view) {
    return view.has(0, "II*\0"sv) || view.has(0, "MM\0*"sv);
}

/// Value of a SHORT or LONG tag in the first directory of a TIFF structure (also the form EXIF comes in).
std::optional<std::uint32_t> tiffTag(const ByteView& view, std::uint32_t tag) {
    const ByteOrder order = view.has(0, "II"sv) ? ByteOrder::Little : ByteOrder::Big;
    const std::size_t directory = view.u32(4, order);
    const std::uint32_t entries = view.u16(directory, order);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + 12 * std::size_t{i};
        if (view.u16(entry, order) != tag)
            continue;
        constexpr std::uint32_t shortType = 3;
        return view.u16(entry + 2, order) == shortType ? view.u16(entry + 8, order)
                                                       : view.u32(entry + 8, order);
    }
    return std::nullopt;
}

void readTiff(const ByteView& view, ImageHeader& header) {
    header.width = tiffTag(view, 256).value_or(0);
    header.height = tiffTag(view, 257).value_or(0);
}

void readJpeg(const ByteView& view, ImageHeader& header) {
    std::size_t at = 2;
    for (;;) {
        while (view.u8(at) != 0xFF)
            ++at;
        while (view.u8(at) == 0xFF)
            ++at;
        const std::uint32_t marker = view.u8(at++);
        const bool standalone = marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (standalone)
            continue;
        // SOF0..SOF15 without DHT, JPG and DAC, which share the range (ITU-T T.81, table B.1).
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) {
            header.height = view.u16(at + 3, ByteOrder::Big);
            header.width = view.u16(at + 5, ByteOrder::Big);
            return;
        }
        at += view.u16(at, ByteOrder::Big);
    }
}

int webpExifOrientation(const ByteView& view) {
    std::size_t at = 12;
    while (at + 8 <= view.size()) {
        const std::size_t size = view.u32(at + 4, ByteOrder::Little);
        if (view.has(at, "EXIF"sv)) {
            // Some writers keep the prefix that EXIF has in a JPEG.
            const ByteView exif = view.from(at + 8 + (view.has(at + 8, "Exif\0\0"sv) ? 6 : 0));
            const std::uint32_t orientation = isTiff(exif) ? tiffTag(exif, 0x0112).value_or(1) : 1;
            return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
        }
        at += 8 + size + (size & 1U);
    }
    return 1;
}

void readWebP(const ByteView& view, const std::string& name, ImageHeader& header) {
    if (view.has(12, "VP8 "sv)) {
        header.width = view.u16(26, ByteOrder::Little) & 0x3FFFU;
        header.height = view.u16(28, ByteOrder::Little) & 0x3FFFU;
    } else if (view.has(12, "VP8L"sv)) {
        const std::uint32_t bits = view.u32(21, ByteOrder::Little);
        header.width = (bits & 0x3FFFU) + 1;
        header.height = (bits >> 14U & 0x3FFFU) + 1;
    } else if (view.has(12, "VP8X"sv)) {
        constexpr std::uint32_t animated = 0x02;
        constexpr std::uint32_t hasExif = 0x08;
        if ((view.u8(20) & animated) != 0)
            throwBadInput(fmt::format("{} is an animated WebP, which Limen does not read.", name),
                          "Save one of its pictures as PNG.");
        header.width = view.u24(24) + 1;
        header.height = view.u24(27) + 1;
        if ((view.u8(20) & hasExif) != 0)
            header.webpOrientation = webpExifOrientation(view);
    }
}

void readBmp(const ByteView& view, ImageHeader& header) {
    const std::uint32_t headerSize = view.u32(14, ByteOrder::Little);
    if (headerSize == 12) {
        header.width = view.u16(18, ByteOrder::Little);
        header.height = view.u16(20, ByteOrder::Little);
        return;
    }
    header.width = view.u32(18, ByteOrder::Little);
    const std::uint32_t rows = view.u32(22, ByteOrder::Little);
    // Negative: rows run from top to bottom.
    header.height = (rows & 0x80000000U) != 0 ? 0x100000000ULL - rows : rows;
}

bool isSpace(std::uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// A decimal number after blanks and comments; moves `at` behind it.
std::uint64_t pnmNumber(const ByteView& view, std::size_t& at) {
    while (isSpace(view.u8(at)) || view.u8(at) == '#') {
        if (view.u8(at) == '#')
            while (view.u8(at) != '\n')
                ++at;
        ++at;
    }
    std::uint64_t number = 0;
    while (view.u8(at) >= '0' && view.u8(at) <= '9' && number < 1ULL << 32U)
        number = number * 10 + (view.u8(at++) - '0');
    return number;
}

bool isPnm(const ByteView& view) {
    return view.size() > 2 && view.u8(0) == 'P' && view.u8(1) >= '1' && view.u8(1) <= '6' &&
           isSpace(view.u8(2));
}

/// Name of a kind of image that is known but not read; nullptr for anything else.
const char* unreadableKind(const ByteView& view) {
    if (view.has(0, "GIF87a"sv) || view.has(0, "GIF89a"sv))
        return "a GIF";
    if (view.has(4, "ftypavif"sv) || view.has(4, "ftypavis"sv))
        return "an AVIF image";
    if (view.has(4, "ftyphei"sv) || view.has(4, "ftyphev"sv) || view.has(4, "ftypmif1"sv))
        return "a HEIF image";
    if (view.has(4, "jP  \r\n"sv) || view.has(0, "\xFF\x4F\xFF\x51"sv))
        return "a JPEG 2000 image";
    if (view.has(0, "\xFF\x0A"sv) || view.has(4, "JXL "sv))
        return "a JPEG XL image";
    if (view.has(0, "II+\0"sv) || view.has(0, "MM\0+"sv))
        return "a BigTIFF image";
    return nullptr;
}

void readHeader(const ByteView& view, const std::string& name, ImageHeader& header) {
    if (view.has(0, "\x89PNG\r\n\x1A\n"sv)) {
        header.format = ImageFormat::Png;
        header.width = view.u32(16, ByteOrder::Big);
        header.height = view.u32(20, ByteOrder::Big);
    } else if (view.has(0, "\xFF\xD8\xFF"sv)) {
        header.format = ImageFormat::Jpeg;
        readJpeg(view, header);
    } else if (view.has(0, "RIFF"sv) && view.has(8, "WEBP"sv)) {
        header.format = ImageFormat::WebP;
        readWebP(view, name, header);
    } else if (view.has(0, "BM"sv)) {
        header.format = ImageFormat::Bmp;
        readBmp(view, header);
    } else if (isTiff(view)) {
        header.format = ImageFormat::Tiff;
        readTiff(view, header);
    } else if (isPnm(view)) {
        header.format = ImageFormat::Pnm;
        std::size_t at = 2;
        header.width = pnmNumber(view, at);
        header.height = pnmNumber(view, at);
    } else if (const char* kind = unreadableKind(view)) {
        throwBadInput(fmt::format("{} is {}, which Limen does not read.", name, kind),
                      "Save it as PNG or JPEG.");
    } else {
        throwBadInput(fmt::format("{} is not an image Limen can read.", name), readableFormats);
    }
}

}  // namespace

ImageHeader readImageHeader(std::span<const std::uint8_t> bytes, const std::string& name) {
    if (bytes.empty())
        throwBadInput(fmt::format("{} is empty.", name), readableFormats);
    ImageHeader header;
    try {
        readHeader(ByteView(bytes), name, header);
    } catch (const HeaderEndsEarly&) {
        throwBadInput(fmt::format("{} is damaged: it ends within its header.", name),
                      "Copy the file again from where it came from.");
    }
    return header;
}

}  // namespace limen
