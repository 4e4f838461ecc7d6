// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/hevc_slice_qp.h"

#include <stdexcept>
#include <vector>

namespace limen::test {

namespace {

/// Bits of a NAL unit's payload, most significant first.
class Bits {
public:
    explicit Bits(std::vector<std::uint8_t> bytes) : m_bytes(std::move(bytes)) {}

    unsigned u(int count) {
        unsigned value = 0;
        for (int i = 0; i < count; ++i) {
            if (m_at / 8 >= m_bytes.size())
                throw std::runtime_error("a NAL unit ends too early");
            value = 2 * value + ((m_bytes[m_at / 8] >> (7 - m_at % 8)) & 1U);
            ++m_at;
        }
        return value;
    }
    bool flag() { return u(1) == 1; }
    void skip(int count) {
        for (int i = 0; i < count; ++i)
            u(1);
    }
    /// ue(v), 9.2
    unsigned ue() {
        int zeros = 0;
        while (u(1) == 0)
            if (++zeros > 31)
                throw std::runtime_error("no Exp-Golomb code");
        return (1U << static_cast<unsigned>(zeros)) - 1U + u(zeros);
    }
    /// se(v), 9.2.2
    int se() {
        const int code = static_cast<int>(ue());
        return code % 2 == 1 ? (code + 1) / 2 : -code / 2;
    }

private:
    std::vector<std::uint8_t> m_bytes;
    std::size_t m_at = 0;
};

struct Unit {
    unsigned type = 0;
    Bits bits;
};

/// NAL units of an Annex B stream without start codes, headers and emulation prevention bytes (7.3.1.1, B.2).
std::vector<Unit> splitUnits(std::span<const std::uint8_t> stream) {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i + 2 < stream.size(); ++i)
        if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1)
            begins.push_back(i + 3);
    std::vector<Unit> units;
    for (std::size_t n = 0; n < begins.size(); ++n) {
        const std::size_t end = n + 1 < begins.size() ? begins[n + 1] - 3 : stream.size();
        if (end < begins[n] + 2)
            throw std::runtime_error("a NAL unit without header");
        std::vector<std::uint8_t> payload;
        int zeros = 0;
        for (std::size_t i = begins[n] + 2; i < end; ++i) {
            if (zeros >= 2 && stream[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = stream[i] == 0 ? zeros + 1 : 0;
            payload.push_back(stream[i]);
        }
        units.push_back({(stream[begins[n]] >> 1U) & 0x3fU, Bits(std::move(payload))});
    }
    return units;
}

/// 7.3.2.2; returns sample_adaptive_offset_enabled_flag, all that a slice header depends on here.
bool readSps(Bits& bits) {
    bits.skip(4);  // sps_video_parameter_set_id
    if (bits.u(3) != 0)
        throw std::runtime_error("sub-layers");
    bits.skip(1);       // sps_temporal_id_nesting_flag
    bits.skip(88 + 8);  // profile_tier_level
    bits.ue();          // sps_seq_parameter_set_id
    if (bits.ue() != 1)
        throw std::runtime_error("not 4:2:0");
    bits.ue();  // pic_width_in_luma_samples
    bits.ue();  // pic_height_in_luma_samples
    if (bits.flag())
        for (int i = 0; i < 4; ++i)
            bits.ue();  // conformance window
    if (bits.ue() != 0 || bits.ue() != 0)
        throw std::runtime_error("not 8 bit");
    bits.ue();    // log2_max_pic_order_cnt_lsb_minus4
    bits.flag();  // sps_sub_layer_ordering_info_present_flag: one layer either way
    for (int i = 0; i < 3; ++i)
        bits.ue();
    for (int i = 0; i < 6; ++i)
        bits.ue();  // block sizes and hierarchy depths
    if (bits.flag() && bits.flag())
        throw std::runtime_error("scaling lists");
    bits.flag();  // amp_enabled_flag
    return bits.flag();
}

struct Pps {
    bool outputFlagPresent = false;
    int extraSliceBits = 0;
    int initQp = 0;
};

/// 7.3.2.3
Pps readPps(Bits& bits, HevcQuantisation& result) {
    Pps pps;
    bits.ue();    // pps_pic_parameter_set_id
    bits.ue();    // pps_seq_parameter_set_id
    bits.flag();  // dependent_slice_segments_enabled_flag
    pps.outputFlagPresent = bits.flag();
    pps.extraSliceBits = static_cast<int>(bits.u(3));
    bits.flag();  // sign_data_hiding_enabled_flag
    bits.flag();  // cabac_init_present_flag
    bits.ue();    // num_ref_idx_l0_default_active_minus1
    bits.ue();    // num_ref_idx_l1_default_active_minus1
    pps.initQp = 26 + bits.se();
    bits.flag();  // constrained_intra_pred_flag
    bits.flag();  // transform_skip_enabled_flag
    result.qpVariesInside = bits.flag();
    if (result.qpVariesInside)
        bits.ue();  // diff_cu_qp_delta_depth
    result.cbOffset = bits.se();
    result.crOffset = bits.se();
    return pps;
}

/// 7.3.6.1
void readSlice(Bits& bits, unsigned type, const Pps& pps, bool sao, HevcQuantisation& result) {
    constexpr unsigned idrWithLeading = 19;
    constexpr unsigned idr = 20;
    constexpr unsigned intraSlice = 2;
    ++result.slices;
    if (!bits.flag())
        throw std::runtime_error("several slice segments in a picture");
    ++result.pictures;
    if (type != idrWithLeading && type != idr) {
        result.allIntra = false;
        return;
    }
    bits.flag();  // no_output_of_prior_pics_flag
    bits.ue();    // slice_pic_parameter_set_id
    bits.skip(pps.extraSliceBits);
    if (bits.ue() != intraSlice) {
        result.allIntra = false;
        return;
    }
    if (pps.outputFlagPresent)
        bits.flag();
    if (sao)
        bits.skip(2);  // slice_sao_luma_flag, slice_sao_chroma_flag
    result.sliceQp = pps.initQp + bits.se();
}

}  // namespace

HevcQuantisation readHevcQuantisation(std::span<const std::uint8_t> stream) {
    constexpr unsigned lastSliceType = 31;
    constexpr unsigned spsType = 33;
    constexpr unsigned ppsType = 34;
    HevcQuantisation result;
    bool sao = false;
    Pps pps;
    for (Unit& unit : splitUnits(stream)) {
        if (unit.type == spsType)
            sao = readSps(unit.bits);
        else if (unit.type == ppsType)
            pps = readPps(unit.bits, result);
        else if (unit.type <= lastSliceType)
            readSlice(unit.bits, unit.type, pps, sao, result);
    }
    return result;
}

}  // namespace limen::test
