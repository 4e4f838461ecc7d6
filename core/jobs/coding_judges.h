// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "comparison/coding_results.h"
#include "study/label_table.h"

namespace limen {

/// What each judge says of the parts, in their order.
std::vector<CodingResults> judgedByEach(Study& study,
                                        const std::vector<LabelSet>& judges,
                                        const std::vector<CodedPart>& parts,
                                        const CodecLevels& levels,
                                        const JobContext& context);

}  // namespace limen
