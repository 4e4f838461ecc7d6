// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "comparison/comparison_sheet.h"

namespace limen {

/// What a study keeps of one comparison: of the people held out, or all parts of a run behind each other.
struct KeptComparison {
    std::string measuredOn;  ///< "held out", or the run whose parts they are
    ComparisonSheet sheet;
};

/// The comparisons (comparison_sheet.h) that a study keeps of these faces and labels. Runs that are not
/// finished, and those that were not measured on every part, have none. Throws Error (Failure) for a damaged
/// file.
std::vector<KeptComparison> keptComparisons(const Study& study,
                                            const CodecRecord& codec,
                                            const std::shared_ptr<const JndFaces>& faces,
                                            const std::set<std::string>& heldOut);

}  // namespace limen
