// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "codecs/codec.h"
#include "study/encoding_table.h"
#include "study/study_writer.h"

namespace limen {

/// A decoded level of an image and what is known of its encoding.
struct LevelImage {
    RgbImage reconstruction;
    EncodingRecord record;
    bool encodedNow = false;  ///< false: it was stored
};

/// Gives one worker the decoded levels of a study's images: from the stored bitstream, or encoded now and
/// handed to the writer. Owns its reading connection and its codec.
class LevelSource {
public:
    /// `setting` names the codec; `codec` is its number in the study. `stop` as for createCodec().
    LevelSource(const std::filesystem::path& study,
                const std::string& setting,
                CodecId codec,
                StudyWriter& writer,
                const std::stop_token& stop);

    Study& study() { return m_study; }
    Codec& codec() { return *m_codec; }
    /// `face` is the image's aligned original.
    LevelImage at(ImageId image, const RgbImage& face, int level);

private:
    Study m_study;
    std::unique_ptr<Codec> m_codec;
    CodecId m_codecId;
    StudyWriter* m_writer;
};

}  // namespace limen
