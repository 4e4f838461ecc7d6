// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "evaluation/recognition_grid.h"

namespace limen {

/// At which levels of a codec compression costs one probe nothing, fine to coarse.
struct ProbeConstraints {
    std::vector<bool> mates;        ///< constraint (1): no accepted mate is lost
    std::vector<bool> distractors;  ///< constraint (2): no accepted distractor is gained

    bool both(int place) const {
        return mates[static_cast<std::size_t>(place)] && distractors[static_cast<std::size_t>(place)];
    }
};

using ConstraintGrid = std::map<ImageId, ProbeConstraints>;

/// Of all probes, as the recognizer of a label set sees them, from stored embeddings alone; kept in the study
/// (agreement/kept_results.h), as counting takes a minute. `labels`: all of the set. Throws Error (Failure)
/// when a level of a probe is missing.
ConstraintGrid constraintGrid(Study& study,
                              const LabelSet& set,
                              const std::vector<Label>& labels,
                              const JobContext& context);

}  // namespace limen
