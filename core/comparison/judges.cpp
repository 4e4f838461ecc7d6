// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/judges.h"

#include <set>

#include "evaluation/recognition_grid.h"

namespace limen {

std::vector<LabelSet> judgesOf(Study& study, const LabelSet& labels, const CodecRecord& codec) {
    std::vector<LabelSet> judges = {labels};
    std::set<RecognizerId> taken = {labels.key.recognizer};
    for (const LabelSet& set : LabelTable(study).sets()) {
        if (set.key.codec == labels.key.codec && set.key.farRequested == labels.key.farRequested &&
            set.key.reading == labels.key.reading && set.complete && !set.stale &&
            gridCoverage(study, codec, set.key.recognizer).complete() &&
            taken.insert(set.key.recognizer).second)
            judges.push_back(set);
    }
    return judges;
}

}  // namespace limen
