// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "codecs/codec.h"
#include "study/image_table.h"

namespace limen {

/// Fewer people with several photographs than this teach nothing about others.
inline constexpr std::size_t leastQualityPeople = 10;

struct QualityFaceOptions {
    int leastImages = 2;  ///< photographs of a person
    int copies = 3;       ///< compressed copies of each
    std::uint64_t seed = 1;
};

/// A photograph to rate faces by, and the levels of its compressed copies, fine to coarse.
struct QualityPhotograph {
    ImageId image = 0;
    std::int64_t person = 0;
    std::vector<int> levels;
};

struct QualityFaces {
    std::vector<QualityPhotograph> photographs;  ///< in the order of identity and stem
    std::size_t people = 0;
    /// Counts, and `sha256` over names, photographs and levels.
    Json description;
};

/// What a rating of faces is learned from: distractors of whom there are several photographs, without
/// `heldOut`. Probes are never read. The copies' levels are drawn from as many equal parts of the codec's
/// range, one from each. Throws Error (BadInput), saying how many people there are and how many are needed.
QualityFaces qualityFaces(Study& study,
                          const CodecLevels& levels,
                          const std::set<std::string>& heldOut,
                          const QualityFaceOptions& options);

}  // namespace limen
