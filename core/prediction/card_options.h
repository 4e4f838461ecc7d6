// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "base/json.h"
#include "codecs/codec.h"
#include "recognition/model_card.h"

namespace limen {

// What cards of predictors say that know the levels of one codec, in their `options`.

Json toJson(const CodecLevels& levels);

/// The option `levels`. Throws Error (BadInput) naming what is missing.
CodecLevels levelsOption(const ModelCard& card);

/// An option that is a text. Throws Error (BadInput) when there is none.
std::string textOption(const ModelCard& card, const char* key);

/// The codec of the options `codec` and `levels`. Throws Error (BadInput) when it has other levels, or does
/// not work here.
std::unique_ptr<Codec> createCardCodec(const ModelCard& card, const std::stop_token& stop);

}  // namespace limen
