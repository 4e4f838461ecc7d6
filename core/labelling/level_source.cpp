// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/level_source.h"

#include <utility>

#include "metrics/psnr.h"

namespace limen {

LevelSource::LevelSource(const std::filesystem::path& study,
                         const std::string& setting,
                         CodecId codec,
                         StudyWriter& writer,
                         const std::stop_token& stop)
    : m_study(Study::open(study, Study::Access::ReadOnly)),
      m_codec(createCodec(setting, stop)),
      m_codecId(codec),
      m_writer(&writer) {}

LevelImage LevelSource::at(ImageId image, const RgbImage& face, int level) {
    EncodingTable table(m_study);
    if (const auto record = table.record(m_codecId, image, level))
        return {*table.reconstruction(m_codecId, image, level, *m_codec), *record, false};

    auto encoded = std::make_shared<Encoded>(m_codec->encode(face, level));
    LevelImage result;
    result.encodedNow = true;
    result.record = {
        image, level, encoded->bitstream.size(), encoded->headerBytes, psnr(face, encoded->reconstruction)};
    result.reconstruction = encoded->reconstruction;
    const bool keepPicture = !m_codec->decodesInProcess();
    m_writer->submit([codec = m_codecId, record = result.record, encoded, keepPicture](Study& study) {
        EncodingTable(study).add(codec, record, *encoded, keepPicture);
    });
    return result;
}

}  // namespace limen
