// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause

// JPEG and WebP through OpenCV's imgcodecs. Colour conversion and chroma subsampling are the file formats'
// own (JPEG: full-range BT.601, 4:2:0), done by libjpeg and libwebp.

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <opencv2/core/version.hpp>
#include <opencv2/imgcodecs.hpp>
#include <utility>

#include "base/error.h"
#include "codecs/codec_entry.h"
#include "codecs/loaded_library.h"
#include "image/image_file.h"
#include "image/opencv_view.h"

namespace limen {

namespace {

/// What tells one still format from another.
struct StillFormat {
    std::string name;
    std::string title;
    std::string extension;  ///< by which OpenCV picks the format
    int qualityFlag = 0;
    std::string version;
    std::size_t (*headerBytes)(std::span<const std::uint8_t>) = nullptr;
};

const CodecLevels qualityLevels{"quality", 95, 5, -5};

/// Everything up to the entropy-coded data (the end of the SOS segment), and the EOI marker. ITU-T T.81,
/// annex B.
std::size_t jpegHeaderBytes(std::span<const std::uint8_t> stream) {
    std::size_t at = 2;  // SOI
    while (at + 4 <= stream.size() && stream[at] == 0xff) {
        const bool startOfScan = stream[at + 1] == 0xda;
        at += 2 + std::size_t{stream[at + 2]} * 256 + stream[at + 3];
        if (startOfScan)
            break;
    }
    return std::min(at + 2, stream.size());
}

/// The RIFF header and the header of the VP8 chunk.
std::size_t webpHeaderBytes(std::span<const std::uint8_t> stream) {
    return std::min<std::size_t>(20, stream.size());
}

StillFormat jpegFormat() {
    return {"jpeg",
            "JPEG (libjpeg)",
            ".jpg",
            cv::IMWRITE_JPEG_QUALITY,
            fmt::format("{}, OpenCV {}", libraryOfSymbol("jpeg_CreateCompress"), CV_VERSION),
            jpegHeaderBytes};
}

StillFormat webpFormat() {
    return {"webp",
            "WebP (libwebp)",
            ".webp",
            cv::IMWRITE_WEBP_QUALITY,
            fmt::format("{}, OpenCV {}", libraryOfSymbol("WebPEncode"), CV_VERSION),
            webpHeaderBytes};
}

class OpenCvCodec final : public Codec {
public:
    explicit OpenCvCodec(StillFormat format)
        : m_format(std::move(format)), m_identity(fmt::format("{}; {}", m_format.name, m_format.version)) {}

    const std::string& name() const override { return m_format.name; }
    const std::string& identity() const override { return m_identity; }
    const CodecLevels& levels() const override { return qualityLevels; }
    bool decodesInProcess() const override { return true; }

    Encoded encode(const RgbImage& image, int level) override {
        requireEncodable(*this, image, level);
        Encoded encoded;
        bool done = false;
        try {
            done = cv::imencode(
                m_format.extension, toBgr(image), encoded.bitstream, {m_format.qualityFlag, level});
        } catch (const cv::Exception& error) {
            throwFailure(fmt::format("The {} encoder failed: {}.", name(), error.err));
        }
        if (!done)
            throwFailure(
                fmt::format("The {} encoder cannot write {}x{} pixels.", name(), image.width, image.height));
        encoded.headerBytes = m_format.headerBytes(encoded.bitstream);
        encoded.reconstruction = decode(encoded.bitstream, image.width, image.height);
        return encoded;
    }

    RgbImage decode(std::span<const std::uint8_t> bitstream, int width, int height) override {
        RgbImage image;
        try {
            image = decodeImage(bitstream, fmt::format("The {} bitstream", name()));
        } catch (const Error& error) {
            // Whoever asks named no file: a stream that Limen keeps is damaged.
            throwFailure(error.what(), "Encode the image again.");
        }
        if (image.width != width || image.height != height)
            throwFailure(fmt::format("The {} bitstream is damaged: it holds {}x{} instead of {}x{} pixels.",
                                     name(),
                                     image.width,
                                     image.height,
                                     width,
                                     height),
                         "Encode the image again.");
        return image;
    }

private:
    StillFormat m_format;
    std::string m_identity;
};

CodecEntry stillEntry(StillFormat format) {
    CodecEntry entry;
    entry.info.name = format.name;
    entry.info.title = format.title;
    entry.info.available = cv::haveImageWriter(format.extension);
    entry.info.version = entry.info.available ? format.version : "";
    entry.info.whatToInstall = fmt::format("an OpenCV whose imgcodecs writes {}", format.extension);
    entry.info.levels = qualityLevels;
    entry.make = [format = std::move(format)](const CodecValues&, const std::stop_token&) {
        return std::make_unique<OpenCvCodec>(format);
    };
    return entry;
}

}  // namespace

CodecEntry jpegEntry() {
    return stillEntry(jpegFormat());
}
CodecEntry webpEntry() {
    return stillEntry(webpFormat());
}

}  // namespace limen
