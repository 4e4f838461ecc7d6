// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// What each codec's file tells codec.cpp. Not for users of codecs: they call createCodec() and knownCodecs().

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "codecs/codec.h"

namespace limen {

/// A key of NAME:key=value and the values it takes, in their natural order.
struct CodecParameter {
    std::string key;
    std::string defaultValue;
    std::vector<std::string> values;
};

/// Every key of the codec with its value, defaults filled in.
using CodecValues = std::map<std::string, std::string>;

/// The values of a setting NAME[:key=value,...], as createCodec() takes it. Throws Error (BadInput) for an
/// unknown name, key or value.
CodecValues codecValues(const std::string& setting);

struct CodecEntry {
    CodecInfo info;  ///< `parameters` is filled in from the field below
    std::vector<CodecParameter> parameters;
    /// Empty where the codec is not available. `stop` is the one of createCodec().
    std::function<std::unique_ptr<Codec>(const CodecValues&, const std::stop_token& stop)> make;
};

CodecEntry hevcEntry();   // hevc_codec.cpp
CodecEntry av1Entry();    // av1_codec.cpp
CodecEntry jpegEntry();   // opencv_codec.cpp
CodecEntry webpEntry();   // opencv_codec.cpp
CodecEntry vvencEntry();  // vvenc_entry.cpp
CodecEntry vtmEntry();    // vtm_codec.cpp

/// Throws Error (BadInput) for a level the codec does not have, and for an image without pixels.
void requireEncodable(const Codec& codec, const RgbImage& image, int level);

}  // namespace limen
