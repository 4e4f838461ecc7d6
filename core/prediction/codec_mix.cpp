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
        throwFailure(fmt::format("An image of the study {} is not encoded at {} {} with {}.",
                                 m_study.name(),
                                 m_record.levels.unit,
                                 level,
                                 m_record.setting),
                     "Run `limen encode` first.");
    return *std::move(decoded);
}

std::vector<double> shareOfLevels(const CodecLevels& levels, std::span<const int> points) {
    std::vector<double> shares(static_cast<std::size_t>(levels.count()));
    for (const int point : points)
        shares[static_cast<std::size_t>(levels.indexOf(point))] += 1.0 / static_cast<double>(points.size());
    return shares;
}

RgbImage mixOfLevels(ImageId image, LevelReader& reader, std::span<const double> shares) {
    RgbImage mix;
    std::vector<double> sum;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i] <= 0.0)
            continue;
        RgbImage level = reader.at(image, reader.levels().level(static_cast<int>(i)));
        sum.resize(level.pixels.size());
        for (std::size_t value = 0; value < sum.size(); ++value)
            sum[value] += shares[i] * level.pixels[value];
        mix = std::move(level);
    }
    for (std::size_t value = 0; value < sum.size(); ++value)
        mix.pixels[value] = static_cast<std::uint8_t>(std::clamp(std::lround(sum[value]), 0L, 255L));
    return mix;
}

}  // namespace limen
