// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/safe_file.h"
#include "codecs/encoder_program.h"
#include "codecs/libav_coder.h"

namespace limen {

/// Decoder of libavcodec for VVC, if this one has any; empty otherwise (FFmpeg has one since 7.1).
std::string libavVvcDecoder();

/// VTM's DecoderApp.
EncoderProgram findVtmDecoder();

/// Decodes VVC streams of one picture by what this machine has: libavcodec, or VTM's DecoderApp.
class VvcDecoder {
public:
    explicit VvcDecoder(std::stop_token stop) : m_stop(std::move(stop)) {}

    /// The upper left width x height pixels of a stream whose picture has sides of at least `smallestSide`.
    /// Throws Error (Failure) when the stream is damaged, or nothing here can decode it.
    RgbImage decode(std::span<const std::uint8_t> stream, int width, int height, int smallestSide);

    /// The 10-bit samples that VTM's DecoderApp gives. Throws Error (Failure).
    static std::vector<std::uint16_t> decodeByProgram(const EncoderProgram& program,
                                                      std::span<const std::uint8_t> stream,
                                                      int width,
                                                      int height,
                                                      const std::stop_token& stop);

private:
    std::stop_token m_stop;
    std::optional<LibavDecoder> m_libav;
};

}  // namespace limen
