// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "agreement/constraint_grid.h"
#include "labelling/gallery.h"

namespace limen {

/// Which mates of a probe are accepted, always in the same order.
struct MateDecisions {
    std::vector<bool> uncompressed;
    std::vector<std::vector<bool>> levels;  ///< fine to coarse
};

/// Labels of one probe by each half of its mates.
using HalfLabels = std::pair<Label, Label>;

/// Divides the mates into two halves by a draw from `seed` and the image's number (of an odd count the draw
/// also says which half gets one more), and finds the JND point by each half alone. Distractors are not
/// divided: `distractors` says where constraint (2) holds. Nothing with fewer than two mates.
std::optional<HalfLabels> labelsByHalves(ImageId image,
                                         const MateDecisions& mates,
                                         const std::vector<bool>& distractors,
                                         const CodecLevels& levels,
                                         Reading reading,
                                         std::uint64_t seed);

/// Of all probes with a JND point and at least two mates, from stored embeddings alone, in the order of
/// `labels`. Throws Error (Failure) when a level of a probe is missing.
std::vector<HalfLabels> labelsByMateHalves(Study& study,
                                           const LabelSet& set,
                                           const std::vector<Label>& labels,
                                           const ConstraintGrid& grid,
                                           const JobContext& context);

}  // namespace limen
