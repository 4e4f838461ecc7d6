// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>

#include "codecs/codec_entry.h"
#include "codecs/libav_codec.h"
#include "codecs/loaded_library.h"
#include "image/yuv420.h"

namespace limen {

namespace {

// OBU types, AV1 specification section 6.2.2.
constexpr unsigned sequenceHeader = 1;
constexpr unsigned frameHeader = 3;
constexpr unsigned tileGroup = 4;
constexpr unsigned frame = 6;
constexpr unsigned redundantFrameHeader = 7;

/// Walks over the open bitstream units of a temporal unit (AV1 specification, section 5.3). Everything that
/// carries no picture data counts as header.
StreamLayout av1Layout(std::span<const std::uint8_t> stream) {
    StreamLayout layout;
    bool sequence = false;
    int pictures = 0;
    std::size_t at = 0;
    while (at < stream.size()) {
        const std::size_t begin = at;
        const unsigned header = stream[at];
        const unsigned type = (header >> 3U) & 0xfU;
        const bool hasExtension = (header & 4U) != 0;
        const bool hasSize = (header & 2U) != 0;
        at += hasExtension ? 2 : 1;
        std::uint64_t size = stream.size() - std::min(at, stream.size());
        if (hasSize) {
            size = 0;  // leb128, section 4.10.5
            bool more = true;
            for (unsigned shift = 0; more; shift += 7) {
                if (at >= stream.size() || shift > 49)
                    return {};
                size |= std::uint64_t{stream[at] & 0x7fU} << shift;
                more = (stream[at++] & 0x80U) != 0;
            }
        }
        if (at > stream.size() || size > stream.size() - at)
            return {};  // cut short
        at += static_cast<std::size_t>(size);
        sequence = sequence || type == sequenceHeader;
        const bool beginsPicture = type == frame || type == frameHeader;
        pictures += beginsPicture ? 1 : 0;
        if (!beginsPicture && type != tileGroup && type != redundantFrameHeader)
            layout.headerBytes += at - begin;
    }
    // dav1d would keep a second picture for the next call.
    layout.selfContained = sequence && pictures == 1;
    return layout;
}

constexpr const char* fixedParameters = "usage=allintra:tune=psnr:row-mt=0:threads=1:gop_size=0:b=0";

}  // namespace

CodecEntry av1Entry() {
    const CodecLevels levels{"CRF", 10, 62, 1};
    // Both decoders are exact; dav1d is the faster one.
    const std::string decoder = libavHasDecoder("libdav1d") ? "libdav1d" : "libaom-av1";
    const std::string version =
        fmt::format("libaom {}, {}", versionFromFunction("aom_codec_version_str"), libavVersion());

    CodecEntry entry;
    entry.info.name = "av1";
    entry.info.title = "AV1 (libaom)";
    entry.info.available = libavHasEncoder("libaom-av1") && libavHasDecoder(decoder);
    entry.info.version = entry.info.available ? version : "";
    entry.info.whatToInstall = "an FFmpeg libavcodec with libaom (Debian: libavcodec59)";
    entry.info.levels = levels;
    entry.parameters = {{"cpu-used", "6", {"0", "1", "2", "3", "4", "5", "6", "7", "8"}}};
    entry.make = [levels, version, decoder](const CodecValues& values, const std::stop_token&) {
        const std::string speed = values.at("cpu-used");
        LibavCodecDescription av1;
        av1.name = "av1";
        av1.identity =
            fmt::format("av1; {}; cpu-used={}; {}; {}", version, speed, fixedParameters, yuvConvention);
        av1.levels = levels;
        av1.encoder = "libaom-av1";
        av1.decoder = decoder;
        // With all-intra usage and no groups of pictures nothing carries over from image to image: a reused
        // context gives the same bytes as a fresh one (tst_video_codecs proves it).
        av1.options = [speed](int crf) {
            return LibavOptions{{"usage", "allintra"},
                                {"g", "0"},
                                {"crf", fmt::format("{}", crf)},
                                {"b", "0"},
                                {"cpu-used", speed},
                                {"tune", "psnr"},
                                {"row-mt", "0"}};
        };
        av1.layout = av1Layout;
        return std::make_unique<LibavCodec>(std::move(av1));
    };
    return entry;
}

}  // namespace limen
