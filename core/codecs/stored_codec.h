// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "codecs/codec.h"

namespace limen {

/// A codec for looking at what was encoded before, perhaps elsewhere: the one of createCodec(), or, where
/// that is not available here, one of the stored identity and levels whose encode() says so and whose
/// decode() does what this machine can without the encoder. Throws Error (BadInput) for an unknown name, key
/// or value.
std::unique_ptr<Codec> openStoredCodec(const std::string& setting,
                                       const std::string& identity,
                                       const CodecLevels& levels);

}  // namespace limen
