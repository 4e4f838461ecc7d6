// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "study/label_table.h"
#include "study/study.h"

namespace limen {

/// The label sets that judge: that of the labels themselves first, then those of other recognizers at the
/// same FAR whose grid is complete.
std::vector<LabelSet> judgesOf(Study& study, const LabelSet& labels, const CodecRecord& codec);

}  // namespace limen
