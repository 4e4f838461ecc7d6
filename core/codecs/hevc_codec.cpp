// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/hevc_codec.h"

#include <fmt/format.h>

#include "codecs/annex_b.h"
#include "codecs/codec_entry.h"
#include "codecs/libav_codec.h"
#include "codecs/loaded_library.h"
#include "image/yuv420.h"

namespace limen {

namespace {

/// Parameters but the QP.
constexpr const char* fixedParameters =
    "ipratio=1:keyint=1:min-keyint=1:scenecut=0:bframes=0:rc-lookahead=0:info=0:aq-mode=0:cutree=0:psy-rd=0:"
    "psy-rdoq=0:pools=none:frame-threads=1:wpp=0";

// NAL unit types, ITU-T H.265 table 7-1.
constexpr unsigned lastSliceType = 31;  // VCL NAL units are 0..31
constexpr unsigned vpsType = 32;
constexpr unsigned spsType = 33;
constexpr unsigned ppsType = 34;

/// Everything that is not a slice counts as header.
StreamLayout hevcLayout(std::span<const std::uint8_t> stream) {
    StreamLayout layout;
    bool vps = false;
    bool sps = false;
    bool pps = false;
    bool slice = false;
    for (const NalUnit& unit : nalUnits(stream)) {
        const unsigned type = (stream[unit.header] >> 1U) & 0x3fU;
        vps = vps || type == vpsType;
        sps = sps || type == spsType;
        pps = pps || type == ppsType;
        slice = slice || type <= lastSliceType;
        if (type > lastSliceType)
            layout.headerBytes += unit.size;
    }
    layout.selfContained = vps && sps && pps && slice;
    return layout;
}

}  // namespace

std::string x265Parameters(int qp) {
    return fmt::format("qp={}:{}", qp, fixedParameters);
}

CodecEntry hevcEntry() {
    const CodecLevels levels{"QP", 13, 51, 1};
    const std::string version =
        fmt::format("x265 {}, {}", versionFromVariable("x265_version_str"), libavVersion());

    CodecEntry entry;
    entry.info.name = "hevc";
    entry.info.title = "HEVC (libx265)";
    entry.info.available = libavHasEncoder("libx265") && libavHasDecoder("hevc");
    entry.info.version = entry.info.available ? version : "";
    entry.info.whatToInstall = "an FFmpeg libavcodec with libx265 (Debian: libavcodec59)";
    entry.info.levels = levels;
    entry.parameters = {{"preset",
                         "medium",
                         {"ultrafast",
                          "superfast",
                          "veryfast",
                          "faster",
                          "fast",
                          "medium",
                          "slow",
                          "slower",
                          "veryslow",
                          "placebo"}}};
    entry.make = [levels, version](const CodecValues& values, const std::stop_token&) {
        const std::string preset = values.at("preset");
        LibavCodecDescription hevc;
        hevc.name = "hevc";
        hevc.identity =
            fmt::format("hevc; {}; preset={}; {}; {}", version, preset, fixedParameters, yuvConvention);
        hevc.levels = levels;
        hevc.encoder = "libx265";
        hevc.decoder = "hevc";
        hevc.smallestSide = 16;  // libavcodec refuses less than x265's smallest coding tree unit
        hevc.options = [preset](int qp) {
            return LibavOptions{{"preset", preset}, {"x265-params", x265Parameters(qp) + ":log-level=none"}};
        };
        hevc.layout = hevcLayout;
        return std::make_unique<LibavCodec>(std::move(hevc));
    };
    return entry;
}

}  // namespace limen
