// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>

namespace limen::test {

/// What an H.265 stream itself says about quantisation, read from its bits without any codec library.
struct HevcQuantisation {
    int pictures = 0;  ///< slice segments that begin a picture
    int slices = 0;
    bool allIntra = true;        ///< every slice an I slice of an IDR picture
    int sliceQp = -1;            ///< SliceQpY of the last slice: 26 + init_qp_minus26 + slice_qp_delta
    bool qpVariesInside = true;  ///< cu_qp_delta_enabled_flag
    int cbOffset = 0;            ///< pps_cb_qp_offset
    int crOffset = 0;
};

/// Reads SPS, PPS and slice headers (ITU-T H.265, 7.3.2 and 7.3.6). Throws std::runtime_error for syntax that
/// a single-layer 4:2:0 intra stream does not need.
HevcQuantisation readHevcQuantisation(std::span<const std::uint8_t> stream);

}  // namespace limen::test
