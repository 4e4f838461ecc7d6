// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "codecs/stored_codec.h"

#include <fmt/format.h>
#include <utility>

#include "base/error.h"
#include "codecs/codec_entry.h"
#include "codecs/vvc_codec.h"

namespace limen {

namespace {

/// Stands for an encoder that this machine lacks.
class AbsentEncoder final : public VvcEncoder {
public:
    explicit AbsentEncoder(std::string why) : m_why(std::move(why)) {}
    VvcPicture encode(const Yuv420Buffer&, int) override { throwFailure(m_why); }

private:
    std::string m_why;
};

}  // namespace

std::unique_ptr<Codec> openStoredCodec(const std::string& setting,
                                       const std::string& identity,
                                       const CodecLevels& levels) {
    codecValues(setting);  // refuses what is no setting at all
    const std::string name = setting.substr(0, setting.find(':'));
    try {
        return createCodec(setting);
    } catch (const Error& error) {
        // What libraries bring, they encode and decode alike; streams of VVC can be decoded by others.
        if (name != vvencEntry().info.name && name != vtmEntry().info.name)
            throw;
        return std::make_unique<VvcCodec>(name,
                                          identity,
                                          levels,
                                          vvcSmallestSide,
                                          std::make_unique<AbsentEncoder>(error.what()),
                                          std::stop_token());
    }
}

}  // namespace limen
