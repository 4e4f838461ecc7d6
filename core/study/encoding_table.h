// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "codecs/codec.h"
#include "study/image_table.h"

namespace limen {

using CodecId = std::int64_t;

struct CodecRecord {
    CodecId id = 0;
    std::string name;      ///< "hevc"
    std::string setting;   ///< as asked for: "hevc:preset=slow"
    std::string identity;  ///< Codec::identity()
    CodecLevels levels;
};

/// What is kept of one encoding.
struct EncodingRecord {
    ImageId image = 0;
    int level = 0;
    std::size_t bytes = 0;
    std::size_t headerBytes = 0;
    double psnr = 0.0;  ///< dB against the aligned original
};

/// Encodings of a study, kept per (image, codec identity, level).
class EncodingTable {
public:
    explicit EncodingTable(Study& study) : m_study(&study) {}

    /// Finds or adds the codec by its identity.
    CodecId idOf(const Codec& codec, const std::string& setting);
    std::vector<CodecRecord> codecs() const;
    /// Throws Error (Failure) if the study does not know it.
    CodecRecord codec(CodecId id) const;

    /// `storeReconstruction` for codecs that cannot decode in process. Replaces nothing: a second add is
    /// ignored.
    void add(CodecId codec, const EncodingRecord& record, const Encoded& encoded, bool storeReconstruction);
    std::set<std::pair<ImageId, int>> existing(CodecId codec) const;
    std::optional<EncodingRecord> record(CodecId codec, ImageId image, int level) const;
    std::vector<EncodingRecord> records(CodecId codec) const;
    std::vector<EncodingRecord> records(CodecId codec, ImageId image) const;
    std::vector<std::uint8_t> bitstream(CodecId codec, ImageId image, int level) const;
    /// The stored reconstruction, or the bitstream decoded by `decoder`. None if this level is not stored.
    std::optional<RgbImage> reconstruction(CodecId codec, ImageId image, int level, Codec& decoder) const;

private:
    Study* m_study;
};

}  // namespace limen
