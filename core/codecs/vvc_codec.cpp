// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/vvc_codec.h"

#include <fmt/format.h>
#include <utility>

#include "base/error.h"
#include "codecs/codec_entry.h"
#include "codecs/vvc_stream.h"

namespace limen {

VvcCodec::VvcCodec(std::string name,
                   std::string identity,
                   CodecLevels levels,
                   int smallestSide,
                   std::unique_ptr<VvcEncoder> encoder,
                   const std::stop_token& stop)
    : m_name(std::move(name)),
      m_identity(std::move(identity)),
      m_levels(std::move(levels)),
      m_smallestSide(smallestSide),
      m_encoder(std::move(encoder)),
      m_decoder(stop) {}

Encoded VvcCodec::encode(const RgbImage& image, int level) {
    requireEncodable(*this, image, level);
    const Yuv420Buffer picture(image, m_smallestSide);
    VvcPicture made = m_encoder->encode(picture, level);
    const StreamLayout layout = vvcLayout(made.bitstream);
    if (!layout.selfContained)
        throwFailure(
            fmt::format(
                "The encoder of {} wrote {} bytes that are no VVC picture.", m_name, made.bitstream.size()),
            "Run `limen codecs` to see which encoder is used, and try it by hand.");
    Encoded encoded;
    encoded.bitstream = std::move(made.bitstream);
    encoded.headerBytes = layout.headerBytes;
    encoded.reconstruction = Yuv420Buffer::fromTenBit(made.samples, picture.width(), picture.height())
                                 .toRgb(image.width, image.height);
    return encoded;
}

RgbImage VvcCodec::decode(std::span<const std::uint8_t> bitstream, int width, int height) {
    return m_decoder.decode(bitstream, width, height, m_smallestSide);
}

}  // namespace limen
