// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "codecs/codec.h"
#include "codecs/libav_coder.h"
#include "codecs/stream_layout.h"

namespace limen {

/// What tells one libavcodec codec from another.
struct LibavCodecDescription {
    std::string name;
    std::string identity;
    CodecLevels levels;
    std::string encoder;
    std::string decoder;
    int smallestSide = 2;  ///< the encoder takes nothing smaller
    std::function<LibavOptions(int level)> options;
    std::function<StreamLayout(std::span<const std::uint8_t>)> layout;
};

/// A video codec used for single pictures: one encoder per level and one decoder, opened on first use and
/// kept as long as images come in the same size.
class LibavCodec final : public Codec {
public:
    explicit LibavCodec(LibavCodecDescription description);

    const std::string& name() const override { return m_description.name; }
    const std::string& identity() const override { return m_description.identity; }
    const CodecLevels& levels() const override { return m_description.levels; }
    bool decodesInProcess() const override { return true; }
    Encoded encode(const RgbImage& image, int level) override;
    RgbImage decode(std::span<const std::uint8_t> bitstream, int width, int height) override;

private:
    LibavEncoder& encoderFor(int level, int width, int height);

    LibavCodecDescription m_description;
    std::map<int, LibavEncoder> m_encoders;  ///< by level; all of one size
    std::optional<LibavDecoder> m_decoder;
};

}  // namespace limen
