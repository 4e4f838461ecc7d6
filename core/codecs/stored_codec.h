// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "codecs/codec.h"

namespace limen {

/// A codec for looking at what was encoded before, perhaps elsewhere.
struct StoredCodec {
    std::unique_ptr<Codec> codec;  ///< of the stored identity and levels; decodes what this machine can
    /// Why encode() throws, as a sentence: the encoder is not here, or would not give what is stored. Empty
    /// where the machine's encoder is the one of the stored identity.
    std::string whyNotEncoding;
};

/// `setting`, `identity` and `levels` as stored. Throws Error (BadInput) for an unknown name, key or value,
/// and where nothing here knows how to decode.
StoredCodec openStoredCodec(const std::string& setting,
                            const std::string& identity,
                            const CodecLevels& levels);

}  // namespace limen
