// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/qp_selection.h"

#include "base/error.h"
#include "metrics/psnr.h"

namespace limen {

SelectedLevel selectLevel(const std::map<int, Encoded>& encodings,
                          const CodecLevels& levels,
                          const RgbImage& predicted) {
    if (encodings.empty())
        throwBadInput("A level cannot be selected without encodings.");
    SelectedLevel best;
    bool first = true;
    for (const int level : levels.all()) {  // fine to coarse, so that a later equal one is coarser
        const auto found = encodings.find(level);
        if (found == encodings.end())
            continue;
        const double quality = psnr(predicted, found->second.reconstruction);
        if (first || quality >= best.psnr)
            best = {level, quality, found->second.bitstream.size()};
        first = false;
    }
    return best;
}

int selectStoredLevel(LevelReader& reader, ImageId image, const RgbImage& predicted) {
    int selected = reader.levels().finest;
    double best = -1.0;
    for (const int level : reader.levels().all()) {
        const double quality = psnr(reader.at(image, level), predicted);
        if (quality >= best) {
            best = quality;
            selected = level;
        }
    }
    return selected;
}

std::map<int, Encoded> encodeAllLevels(Codec& codec, const RgbImage& face) {
    std::map<int, Encoded> encodings;
    for (const int level : codec.levels().all())
        encodings.emplace(level, codec.encode(face, level));
    return encodings;
}

}  // namespace limen
