// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "study/embedding_table.h"
#include "study/label_table.h"

namespace limen {

/// What a recognizer decides about one probe at every level, at t0.
struct ProbeGrid {
    ImageId image = 0;
    std::int64_t identity = 0;
    int genuinePairs = 0;  ///< its mates
    /// Fine to coarse: mates and distractors accepted, and bytes of the stream.
    std::vector<int> genuineAccepted, impostorsAccepted;
    std::vector<std::size_t> bytes;
};

/// What a recognizer decides about all probes of a study at every level of a codec: whatever is said of ACC,
/// FAR and rate is a sum over this.
struct RecognitionGrid {
    std::string recognizer;
    double threshold = 0.0;  ///< t0
    std::size_t distractors = 0;
    std::vector<int> levels;        ///< fine to coarse
    std::vector<ProbeGrid> probes;  ///< in the order of ImageTable::withRole()
};

/// From stored embeddings alone. Throws Error (Failure) when a level of a probe is missing.
RecognitionGrid recognitionGrid(Study& study, const LabelSet& set, const JobContext& context);

/// How much of a codec's and recognizer's grid of probes and levels a study holds.
struct GridCoverage {
    std::size_t stored = 0;
    std::size_t needed = 0;
    bool complete() const { return needed > 0 && stored == needed; }
};

GridCoverage gridCoverage(Study& study, const CodecRecord& codec, RecognizerId recognizer);

}  // namespace limen
