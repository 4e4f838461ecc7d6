// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "comparison/level_choice.h"
#include "comparison/part_measurement.h"
#include "jobs/comparison_params.h"

namespace limen {

// What the jobs that compare candidates do first: everything is measured once and kept in the study.

/// Makes the encodings that the parts' faces lack. Throws Error (Failure) naming the first that fails.
void encodeParts(const Study& study,
                 const CodecRecord& codec,
                 const std::vector<MeasuredPart>& parts,
                 const JobContext& context);

/// The sheet of each part with the rows of its candidates alone, in their order; measures what is not stored
/// yet.
std::vector<ComparisonSheet> measuredSheets(const std::vector<MeasuredPart>& parts,
                                            const std::vector<PartMeasure>& measures,
                                            const JobContext& context);

/// Measures the validation faces of each part and adds shifted choices (selection_bias.h) to `coded`, which
/// is in the order of `parts`. Without validation faces nothing is added; gives the reason then, as a
/// sentence, otherwise nothing.
std::string addBiases(std::vector<CodedPart>& coded,
                      const std::vector<MeasuredPart>& parts,
                      SelectionRule rule,
                      const JobContext& context);

/// --bias; `where` ("Table 3: ", or nothing) begins its help.
ParamSpec biasParam(const std::string& where);

}  // namespace limen
