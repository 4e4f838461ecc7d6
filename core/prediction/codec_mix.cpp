// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/codec_mix.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "codecs/stored_codec.h"

namespace limen {

LevelReader::LevelReader(const std::filesystem::path& study, const CodecRecord& codec)
    : m_study(Study::open(study, Study::Access::ReadOnly)),
      m_record(codec),
      m_codec(openStoredCodec(codec.setting, codec.identity, codec.levels).codec) {}

RgbImage LevelReader::at(ImageId image, int level) {
    auto decoded = EncodingTable(m_study).reconstruction(m_record.id, image, level, *m_codec);
    if (!decoded)
        throwMissing(level);
    return *std::move(decoded);
}

std::size_t LevelReader::bytesAt(ImageId image, int level) {
    const auto record = EncodingTable(m_study).record(m_record.id, image, level);
    if (!record)
        throwMissing(level);
    return record->bytes;
}

void LevelReader::throwMissing(int level) const {
    throwFailure(fmt::format("An image of the study {} is not encoded at {} {} with {}.",
                             m_study.name(),
                             m_record.levels.unit,
                             level,
                             m_record.setting),
                 "Run `limen encode` first.");
}

std::vector<double> shareOfLevels(const CodecLevels& levels, std::span<const int> points) {
    std::vector<double> shares(static_cast<std::size_t>(levels.count()));
    for (const int point : points)
        shares[static_cast<std::size_t>(levels.indexOf(point))] += 1.0 / static_cast<double>(points.size());
    return shares;
}

void LevelMix::add(const RgbImage& image, double share) {
    m_width = image.width;
    m_height = image.height;
    m_sum.resize(image.pixels.size());
    for (std::size_t value = 0; value < m_sum.size(); ++value)
        m_sum[value] += share * image.pixels[value];
}

RgbImage LevelMix::image() const {
    RgbImage mix(m_width, m_height);
    std::transform(m_sum.begin(), m_sum.end(), mix.pixels.begin(), [](double value) {
        return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
    });
    return mix;
}

RgbImage mixOfLevels(ImageId image, LevelReader& reader, std::span<const double> shares) {
    LevelMix mix;
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i] > 0.0)
            mix.add(reader.at(image, reader.levels().level(static_cast<int>(i))), shares[i]);
    return mix.image();
}

}  // namespace limen
