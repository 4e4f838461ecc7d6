// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/coding_judges.h"

namespace limen {

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
