// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <map>

#include "codecs/codec.h"
#include "prediction/codec_mix.h"

namespace limen {

struct SelectedLevel {
    int level = 0;
    double psnr = 0.0;      ///< dB, of the level's decoded image against the predicted JND image
    std::size_t bytes = 0;  ///< of its stream
};

/// The level whose decoded image is most like a predicted JND image: the largest PSNR over 8-bit RGB, of
/// equal ones the coarsest (Tian 2022, eq. (8)). `encodings`: by level; `levels` tells
/// which is coarser. Throws Error (BadInput) without any, or if sizes differ.
SelectedLevel selectLevel(const std::map<int, Encoded>& encodings,
                          const CodecLevels& levels,
                          const RgbImage& predicted);

/// As selectLevel(), among the levels a study stores. Throws Error (Failure) naming one that it does not.
int selectStoredLevel(LevelReader& reader, ImageId image, const RgbImage& predicted);

/// Every level of an image, encoded now.
std::map<int, Encoded> encodeAllLevels(Codec& codec, const RgbImage& face);

}  // namespace limen
