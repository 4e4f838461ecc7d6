// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/qp_selection.h"

#include "base/error.h"
#include "metrics/psnr.h"

namespace limen {

bool MostAlikeLevel::compare(int level, const RgbImage& decoded) {
    const double quality = limen::psnr(*m_predicted, decoded);
    if (quality < m_psnr)
        return false;
    m_level = level;
    m_psnr = quality;
    return true;
}

int levelByEnergy(const CodecLevels& levels, std::span<const double> errors, double allowed) {
    for (int i = levels.count() - 1; i > 0; --i)
        if (errors[static_cast<std::size_t>(i)] <= allowed)
            return levels.level(i);
    return levels.finest;
}

SelectedLevel selectLevel(const std::map<int, Encoded>& encodings,
                          const CodecLevels& levels,
                          const RgbImage& predicted) {
    if (encodings.empty())
        throwBadInput("A level cannot be selected without encodings.");
    MostAlikeLevel best(predicted);
    std::size_t bytes = 0;
    for (const int level : levels.all()) {
        const auto found = encodings.find(level);
        if (found != encodings.end() && best.compare(level, found->second.reconstruction))
            bytes = found->second.bitstream.size();
    }
    return {best.level(), best.psnr(), bytes};
}

int selectStoredLevel(LevelReader& reader, ImageId image, const RgbImage& predicted) {
    MostAlikeLevel best(predicted);
    for (const int level : reader.levels().all())
        best.compare(level, reader.at(image, level));
    return best.level();
}

std::map<int, Encoded> encodeAllLevels(Codec& codec, const RgbImage& face) {
    std::map<int, Encoded> encodings;
    for (const int level : codec.levels().all())
        encodings.emplace(level, codec.encode(face, level));
    return encodings;
}

}  // namespace limen
