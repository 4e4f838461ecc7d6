// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/stored_codec.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "codecs/codec_entry.h"
#include "codecs/vvc_decoder.h"
#include "codecs/vvc_encoder.h"

namespace limen {

namespace {

using Decode = std::function<RgbImage(std::span<const std::uint8_t>, int, int)>;

/// Stands for an encoder that is not on this machine.
class DecodingOnly final : public Codec {
public:
    DecodingOnly(std::string name,
                 std::string identity,
                 CodecLevels levels,
                 std::string whyNotEncoding,
                 Decode decode,
                 bool inProcess)
        : m_name(std::move(name)),
          m_identity(std::move(identity)),
          m_levels(std::move(levels)),
          m_whyNotEncoding(std::move(whyNotEncoding)),
          m_decode(std::move(decode)),
          m_inProcess(inProcess) {}

    const std::string& name() const override { return m_name; }
    const std::string& identity() const override { return m_identity; }
    const CodecLevels& levels() const override { return m_levels; }
    bool decodesInProcess() const override { return m_inProcess; }
    Encoded encode(const RgbImage&, int) override { throwFailure(m_whyNotEncoding); }
    RgbImage decode(std::span<const std::uint8_t> bitstream, int width, int height) override {
        return m_decode(bitstream, width, height);
    }

private:
    std::string m_name;
    std::string m_identity;
    CodecLevels m_levels;
    std::string m_whyNotEncoding;
    Decode m_decode;
    bool m_inProcess;
};

std::vector<std::string> partsOf(const std::string& identity) {
    constexpr std::string_view separator = "; ";
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t to = identity.find(separator); to != std::string::npos;
         to = identity.find(separator, from)) {
        parts.push_back(identity.substr(from, to - from));
        from = to + separator.size();
    }
    parts.push_back(identity.substr(from));
    return parts;
}

/// What of an identity is not in another: "VVenC 1.14.0".
std::string differenceOf(const std::string& identity, const std::string& other) {
    const std::vector<std::string> theirs = partsOf(other);
    std::vector<std::string> own = partsOf(identity);
    std::erase_if(own, [&theirs](const std::string& part) {
        return std::find(theirs.begin(), theirs.end(), part) != theirs.end();
    });
    return own.empty() ? identity : fmt::format("{}", fmt::join(own, "; "));
}

}  // namespace

StoredCodec openStoredCodec(const std::string& setting,
                            const std::string& identity,
                            const CodecLevels& levels) {
    codecValues(setting);  // refuses what is no setting at all
    const std::string name = setting.substr(0, setting.find(':'));
    std::unique_ptr<Codec> here;
    std::string why;
    try {
        here = createCodec(setting);
    } catch (const Error& error) {
        // What libraries bring, they encode and decode alike; streams of VVC can be decoded by others.
        if (name != vvencEntry().info.name && name != vtmEntry().info.name)
            throw;
        why = error.what();
    }
    if (!here) {
        const auto decoder = std::make_shared<VvcDecoder>(std::stop_token());
        const auto decode = [decoder](std::span<const std::uint8_t> stream, int width, int height) {
            return decoder->decode(stream, width, height, vvcSmallestSide);
        };
        return {
            std::make_unique<DecodingOnly>(name, identity, levels, why, decode, !libavVvcDecoder().empty()),
            why};
    }
    if (here->identity() == identity)
        return {std::move(here), {}};
    why = fmt::format("The stored levels were encoded with {}, and this machine has {}.",
                      differenceOf(identity, here->identity()),
                      differenceOf(here->identity(), identity));
    const bool inProcess = here->decodesInProcess();
    const std::shared_ptr<Codec> other = std::move(here);
    const auto decode = [other](std::span<const std::uint8_t> stream, int width, int height) {
        return other->decode(stream, width, height);
    };
    return {std::make_unique<DecodingOnly>(name, identity, levels, why, decode, inProcess), why};
}

}  // namespace limen
