// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/vvc_decoder.h"

#include <fmt/format.h>

#include "base/error.h"
#include "codecs/vvc_stream.h"
#include "image/yuv420_buffer.h"

namespace limen {

std::string libavVvcDecoder() {
    for (const char* name : {"vvc", "libvvdec"})
        if (libavHasDecoder(name))
            return name;
    return {};
}

EncoderProgram findVtmDecoder() {
    return findProgram({"vtm",
                        {"DecoderApp", "DecoderAppStatic"},
                        {"", "bin"},
                        {},
                        R"(VTM Decoder Version ([0-9][0-9A-Za-z.\-]*))"});
}

std::vector<std::uint16_t> VvcDecoder::decodeByProgram(const EncoderProgram& program,
                                                       std::span<const std::uint8_t> stream,
                                                       int width,
                                                       int height,
                                                       const std::stop_token& stop) {
    const ScratchFolder folder;
    const std::string in = folder.path() / "picture.266";
    const std::string out = folder.path() / "picture.yuv";
    writeProgramInput(in, stream);
    runProgram({program.path.string(), "-b", in, "-o", out, "-d", "10"}, width, height, stop);
    return tenBitSamples(program.path, out, width, height);
}

RgbImage VvcDecoder::decode(std::span<const std::uint8_t> stream, int width, int height, int smallestSide) {
    if (width < 1 || height < 1)
        throwFailure(fmt::format("A picture of {}x{} pixels cannot be decoded.", width, height));
    // DecoderApp crashes on what is no stream at all, and libavcodec would take missing headers from the
    // stream before.
    if (!vvcLayout(stream).selfContained)
        throwFailure("The VVC bitstream is damaged: it is not one picture with its headers.",
                     "Encode the image again.");
    const int codedWidth = paddedSide(width, smallestSide);
    const int codedHeight = paddedSide(height, smallestSide);
    const std::string libav = libavVvcDecoder();
    if (!libav.empty()) {
        if (!m_libav || m_libav->width() != codedWidth || m_libav->height() != codedHeight)
            m_libav.emplace(libav, codedWidth, codedHeight);
        return m_libav->decode(stream, width, height);
    }
    const EncoderProgram program = findVtmDecoder();
    if (!program.usable())
        throwFailure(
            "Nothing on this machine decodes VVC.",
            program.problem.empty()
                ? "Name the folder of VTM's DecoderApp in LIMEN_VTM, or install an FFmpeg of 7.1 or later."
                : program.problem + ".");
    std::vector<std::uint16_t> samples;
    try {
        samples = decodeByProgram(program, stream, codedWidth, codedHeight, m_stop);
    } catch (const Error& error) {
        throwFailure(fmt::format("The VVC bitstream cannot be decoded. {}", error.what()),
                     "Encode the image again.");
    }
    return Yuv420Buffer::fromTenBit(samples, codedWidth, codedHeight).toRgb(width, height);
}

}  // namespace limen
