// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "codecs/codec.h"
#include "codecs/vvc_decoder.h"
#include "codecs/vvc_encoder.h"

namespace limen {

/// VVC by any encoder: 8-bit 4:2:0 in, 10 bits inside.
class VvcCodec final : public Codec {
public:
    /// `smallestSide`: the encoder takes nothing smaller.
    VvcCodec(std::string name,
             std::string identity,
             CodecLevels levels,
             int smallestSide,
             std::unique_ptr<VvcEncoder> encoder,
             const std::stop_token& stop);

    const std::string& name() const override { return m_name; }
    const std::string& identity() const override { return m_identity; }
    const CodecLevels& levels() const override { return m_levels; }
    bool decodesInProcess() const override { return !libavVvcDecoder().empty(); }
    Encoded encode(const RgbImage& image, int level) override;
    RgbImage decode(std::span<const std::uint8_t> bitstream, int width, int height) override;

private:
    std::string m_name;
    std::string m_identity;
    CodecLevels m_levels;
    int m_smallestSide;
    std::unique_ptr<VvcEncoder> m_encoder;
    VvcDecoder m_decoder;
};

}  // namespace limen
