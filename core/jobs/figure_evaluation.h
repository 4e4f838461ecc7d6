// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "jobs/job.h"
#include "study/label_table.h"
#include "study/study.h"

namespace limen {

// The figures of `limen evaluate`, from what a study holds.

/// --figure and --image.
std::vector<ParamSpec> figureParams();

/// Makes the figures of --figure and keeps them in the study, and, with --out, as files. The result names
/// them with their numbers.
Outcome evaluateFigure(const Params& params, Study& study, const LabelSet& labels, JobContext& context);

}  // namespace limen
