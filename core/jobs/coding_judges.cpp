// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/coding_judges.h"

#include <set>

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

std::vector<CodingResults> judgedByEach(Study& study,
                                        const std::vector<LabelSet>& judges,
                                        const std::vector<CodedPart>& parts,
                                        const CodecLevels& levels,
                                        const JobContext& context) {
    std::vector<CodingResults> results;
    const auto count = static_cast<double>(judges.size());
    for (const LabelSet& judge : judges) {
        const auto done = static_cast<double>(results.size());
        const RecognitionGrid grid =
            recognitionGrid(study, judge, context.part(done / count, (done + 1.0) / count));
        results.push_back(judgeCoding(parts, grid, levels, context.options().seed));
    }
    return results;
}

}  // namespace limen
