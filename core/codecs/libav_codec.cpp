// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/libav_codec.h"

#include <fmt/format.h>
#include <utility>

#include "base/error.h"
#include "codecs/codec_entry.h"
#include "image/yuv420.h"

namespace limen {

LibavCodec::LibavCodec(LibavCodecDescription description) : m_description(std::move(description)) {}

LibavEncoder& LibavCodec::encoderFor(int level, int width, int height) {
    // Contexts of a size that is no longer asked for would only hold memory (about 3 MB each).
    if (!m_encoders.empty() &&
        (m_encoders.begin()->second.width() != width || m_encoders.begin()->second.height() != height))
        m_encoders.clear();
    const auto found = m_encoders.find(level);
    if (found != m_encoders.end())
        return found->second;
    return m_encoders.try_emplace(level, m_description.encoder, width, height, m_description.options(level))
        .first->second;
}

Encoded LibavCodec::encode(const RgbImage& image, int level) {
    requireEncodable(*this, image, level);
    const int width = paddedSide(image.width, m_description.smallestSide);
    const int height = paddedSide(image.height, m_description.smallestSide);
    Encoded encoded;
    try {
        encoded.bitstream = encoderFor(level, width, height).encode(image);
    } catch (...) {
        // An encoder that failed once is in an unknown state.
        m_encoders.erase(level);
        throw;
    }
    encoded.headerBytes = m_description.layout(encoded.bitstream).headerBytes;
    encoded.reconstruction = decode(encoded.bitstream, image.width, image.height);
    return encoded;
}

RgbImage LibavCodec::decode(std::span<const std::uint8_t> bitstream, int width, int height) {
    if (width < 1 || height < 1)
        throwFailure(fmt::format("A picture of {}x{} pixels cannot be decoded.", width, height));
    // A decoder that is reused would take headers missing here from the stream before.
    if (!m_description.layout(bitstream).selfContained)
        throwFailure(
            fmt::format("The {} bitstream is damaged: it is not one picture with its headers.", name()),
            "Encode the image again.");
    const int codedWidth = paddedSide(width, m_description.smallestSide);
    const int codedHeight = paddedSide(height, m_description.smallestSide);
    if (!m_decoder || m_decoder->width() != codedWidth || m_decoder->height() != codedHeight)
        m_decoder.emplace(m_description.decoder, codedWidth, codedHeight);
    return m_decoder->decode(bitstream, width, height);
}

}  // namespace limen
