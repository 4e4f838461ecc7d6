// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "prediction/codec_mix.h"

namespace limen {

class Recognizer;

/// A face and what a codec makes of it.
struct CodedFace {
    RgbImage original;
    std::vector<RgbImage> decoded;   ///< every level, fine to coarse
    std::vector<std::size_t> bytes;  ///< of each level's stream
};

/// Encodes a face at every level.
CodedFace codeFace(Codec& codec, const RgbImage& face);
/// A face as it is stored. Throws Error (Failure) naming a level that is not.
CodedFace storedFace(LevelReader& reader, ImageId image, RgbImage original);

/// Numbers that belong together and count as one when numbers are compared.
struct FeatureGroup {
    const char* name;
    int count;
};

/// What codedFaceFeatures() gives for a codec of so many levels, in its order.
std::vector<FeatureGroup> featureGroups(int levels);

/// What tells, without its JND point, how much compression a face may bear:
/// - drift: ln max(1 - cosine, 1e-6) between the recognizer's embeddings of the face and of every second
///   level;
/// - rate: ln of the bits per pixel of every third level;
/// - error: PSNR (dB, at most 100) of every third level;
/// - picture: of the luma of the middle of the face, detail (ln of the mean absolute Laplacian), contrast (ln
///   of the standard deviation), brightness, asymmetry (ln of the mean difference to the mirrored face), and
///   the shares of dark (under 20) and of bright (over 235) pixels.
/// Throws Error (BadInput) unless the face is 112x112.
std::vector<double> codedFaceFeatures(const CodedFace& face, Recognizer& recognizer);

}  // namespace limen
