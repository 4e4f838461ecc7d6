// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "image/rgb_image.h"
#include "study/label_table.h"

namespace limen {

/// A face whose JND image is known.
struct JndFace {
    ImageId image = 0;
    std::int64_t identityId = 0;
    std::string identity, stem;
    int level = 0;  ///< its JND point
    RgbImage original, jnd;
    std::vector<float> embedding;  ///< of the original, unit length, by the recognizer of the labels

    std::string name() const { return identity + "/" + stem; }
};

/// What a JND predictor learns from and is measured on: the probes of a label set that have a JND point
/// (flag ok; contract.md).
struct JndFaces {
    std::vector<JndFace> faces;  ///< in the order of identity and stem
    std::map<LabelFlag, int> leftOut;
    double threshold = 0.0;  ///< t0 of the labels
    /// Codec, recognizer, FAR, reading and counts, and `sha256` over names, photographs and JND points: what
    /// must be equal for two runs to have learned from the same.
    Json description;
};

/// Reads originals and JND images, decoding stored streams. `mostImages`: takes only so many, every person's
/// share, by file hash; nothing: all. Throws Error (BadInput) when no probe has a JND point.
JndFaces loadJndFaces(Study& study,
                      const LabelSet& labels,
                      std::optional<std::size_t> mostImages,
                      const JobContext& context);

/// For each face of `chosen` the most different other image of its person among those of `chosen` that the
/// recognizer accepts: the smallest cosine above `threshold` (Tian 2022, section IV-C: "with the largest
/// variation"; without the limit mislabelled photographs would win). Places in `faces`; nothing for a face
/// without such a mate.
std::vector<std::optional<std::size_t>> mostDifferentMates(const JndFaces& faces,
                                                           std::span<const std::size_t> chosen);

}  // namespace limen
