// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// One picture in, one picture out through libavcodec, 8-bit 4:2:0. Contexts are opened once and fed picture
// after picture; nothing is delayed, threaded or written to a file.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "image/rgb_image.h"

struct AVCodecContext;
struct AVFrame;
struct AVPacket;

namespace limen {

/// Closes what libavcodec allocated.
struct LibavDeleter {
    void operator()(AVCodecContext* context) const;
    void operator()(AVFrame* frame) const;
    void operator()(AVPacket* packet) const;
};

/// Options by their libavcodec names, for the encoder or its codec.
using LibavOptions = std::vector<std::pair<std::string, std::string>>;

bool libavHasEncoder(const std::string& name);
bool libavHasDecoder(const std::string& name);
/// "libavcodec 59.37.100", of the library in this process.
std::string libavVersion();

/// An encoder of one size and setting.
class LibavEncoder {
public:
    /// Width and height must be even. Throws Error (Failure) when the encoder refuses them or an option.
    LibavEncoder(const std::string& encoder, int width, int height, const LibavOptions& options);

    int width() const;
    int height() const;
    /// Encodes one image of at most the encoder's size as a picture of its own; the last row and column are
    /// repeated. Throws Error (Failure).
    std::vector<std::uint8_t> encode(const RgbImage& image);

private:
    std::string m_name;
    std::unique_ptr<AVCodecContext, LibavDeleter> m_context;
    std::unique_ptr<AVFrame, LibavDeleter> m_frame;
    std::unique_ptr<AVPacket, LibavDeleter> m_packet;
    std::int64_t m_time = 0;
};

/// A decoder for pictures of one size.
class LibavDecoder {
public:
    /// Width and height of the coded picture as shown (conformance window applied).
    LibavDecoder(const std::string& decoder, int width, int height);

    int width() const { return m_width; }
    int height() const { return m_height; }
    /// Decodes a stream of exactly one picture and crops it. Throws Error (Failure) when the stream is
    /// damaged, or holds another number of pictures, another size or another sample format; the decoder stays
    /// usable.
    RgbImage decode(std::span<const std::uint8_t> stream, int cropWidth, int cropHeight);

private:
    void open();
    RgbImage decodeOnce(std::span<const std::uint8_t> stream, int cropWidth, int cropHeight);

    std::string m_name;
    int m_width;
    int m_height;
    std::unique_ptr<AVCodecContext, LibavDeleter> m_context;
    std::unique_ptr<AVFrame, LibavDeleter> m_frame;
    std::unique_ptr<AVPacket, LibavDeleter> m_packet;
};

}  // namespace limen
