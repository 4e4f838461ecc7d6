// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/vvc_stream.h"

#include "codecs/annex_b.h"

namespace limen {

namespace {

// NAL unit types, ITU-T H.266 table 5.
constexpr unsigned lastSliceType = 11;  // VCL NAL units are 0..11
constexpr unsigned spsType = 15;
constexpr unsigned ppsType = 16;
constexpr unsigned prefixApsType = 17;
constexpr unsigned suffixApsType = 18;
constexpr unsigned pictureHeaderType = 19;

}  // namespace

StreamLayout vvcLayout(std::span<const std::uint8_t> stream) {
    StreamLayout layout;
    bool sps = false;
    bool pps = false;
    bool slice = false;
    int pictures = 0;
    for (const NalUnit& unit : nalUnits(stream)) {
        if (unit.payload < 3)
            return {};  // two bytes of header and nothing in it
        const unsigned type = stream[unit.header + 1] >> 3U;
        const bool isSlice = type <= lastSliceType;
        sps = sps || type == spsType;
        pps = pps || type == ppsType;
        slice = slice || isSlice;
        // A picture has its header in a unit of its own or in its only slice (7.3.7), whose first bit says
        // so.
        const bool headerInside = isSlice && (stream[unit.header + 2] & 0x80U) != 0;
        pictures += headerInside || type == pictureHeaderType ? 1 : 0;
        if (!isSlice && type != prefixApsType && type != suffixApsType && type != pictureHeaderType)
            layout.headerBytes += unit.size;
    }
    layout.selfContained = sps && pps && slice && pictures == 1;
    return layout;
}

}  // namespace limen
