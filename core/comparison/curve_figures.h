// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "base/job_context.h"
#include "comparison/comparison_sheet.h"
#include "comparison/figure_store.h"
#include "evaluation/recognition_grid.h"
#include "study/label_table.h"
#include "study/study.h"

namespace limen {

// Figures of numbers, from what a study holds. Who keeps them fills in StoredFigure::about, of which they set
// "data".

/// TAR at t0 of each recognizer over the level of all probes, the originals first (Tian 2022, Fig. 2): of the
/// recognizer of `labels` and of the others that judgesOf() gives. Throws Error (Failure) when the grid of
/// the labels is not complete.
StoredFigure accuracyFigure(Study& study, const LabelSet& labels, const JobContext& context);

/// How many images have their JND point at which level (Fig. 3a).
StoredFigure jndPointFigure(Study& study, const LabelSet& labels, const JobContext& context);

/// TAR over rate, all probes at one level, and each image at its own JND point (Fig. 3b). Throws as
/// accuracyFigure().
StoredFigure rateFigure(Study& study, const LabelSet& labels, const JobContext& context);

/// The same for the images of a sheet, with the operating point of each predictor that has a row: the level
/// is selected for each image by what is predicted of it. `grid`: of the recognizer that judges.
StoredFigure operatingPointFigure(const ComparisonSheet& sheet,
                                  const RecognitionGrid& grid,
                                  const CodecRecord& codec);

}  // namespace limen
