// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "comparison/result_table.h"
#include "study/label_table.h"

namespace limen {

/// What a study is (as Tian 2022, Table I): images, people, codec and levels, recognizer, and how many images
/// have a JND point.
ResultTable studyTable(Study& study, const LabelSet& labels);

}  // namespace limen
