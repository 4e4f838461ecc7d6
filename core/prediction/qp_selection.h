// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <map>
#include <span>

#include "codecs/codec.h"
#include "prediction/codec_mix.h"

namespace limen {

/// The level whose decoded image is most like a predicted JND image: the largest PSNR over 8-bit RGB, of
/// equal ones the coarsest (Tian 2022, eq. (8)). Levels are compared one by one, so that none needs to be
/// kept.
class MostAlikeLevel {
public:
    /// `predicted` must outlive the object.
    explicit MostAlikeLevel(const RgbImage& predicted) : m_predicted(&predicted) {}

    /// From fine to coarse. Returns whether it is the most alike so far. Throws Error (BadInput) if sizes
    /// differ.
    bool compare(int level, const RgbImage& decoded);

    int level() const { return m_level; }   ///< 0 before the first
    double psnr() const { return m_psnr; }  ///< dB against the predicted image; infinite for an equal one

private:
    const RgbImage* m_predicted;
    int m_level = 0;
    double m_psnr = -1.0;  // less than any of two 8-bit images
};

/// The coarsest level that is at least as like the face as its JND image is: the largest q with PSNR(x(q), x)
/// >= PSNR(JND image, x); the finest where none is. A rule of Limen's own, for JND images made of noise: the
/// noise has nothing to do with a codec's error, so that eq. (8) selects the finest level for them.
/// `errors`: mean squared error of each level, fine to coarse, against the face; `allowed`: that of the JND
/// image.
int levelByEnergy(const CodecLevels& levels, std::span<const double> errors, double allowed);

struct SelectedLevel {
    int level = 0;
    double psnr = 0.0;      ///< dB, of the level's decoded image against the predicted JND image
    std::size_t bytes = 0;  ///< of its stream
};

/// MostAlikeLevel among `encodings`, by level; `levels` tells which is coarser. Throws Error (BadInput)
/// without any, or if sizes differ.
SelectedLevel selectLevel(const std::map<int, Encoded>& encodings,
                          const CodecLevels& levels,
                          const RgbImage& predicted);

/// MostAlikeLevel among the levels a study stores. Throws Error (Failure) naming one that it does not.
int selectStoredLevel(LevelReader& reader, ImageId image, const RgbImage& predicted);

/// Every level of an image, encoded now.
std::map<int, Encoded> encodeAllLevels(Codec& codec, const RgbImage& face);

}  // namespace limen
