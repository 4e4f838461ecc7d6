// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "comparison/part_measures.h"
#include "comparison/prediction_results.h"
#include "jobs/job.h"

namespace limen {

/// What a table of predicted images says of face quality.
struct QualityColumns {
    std::vector<PartMeasure> measures;
    std::vector<PredictionColumn> columns;  ///< of each measure
    std::vector<std::string> notes;         ///< which model a column is by, and why one is missing
};

/// --quality: further models beside those that are installed.
ParamSpec qualityParam();

/// Differences of face quality, "dSDD*", "dSER*", "dLightQNet", ...: of the models that --quality names, runs
/// of the study among them, and of all installed ones that rate faces. A column of record without a model
/// gives a note that says what to do, as does a model that cannot be used, and no number. Throws Error
/// (BadInput) when --quality names what rates no faces.
QualityColumns qualityColumns(const std::filesystem::path& study,
                              const Params& params,
                              const QualityOptions& options);

}  // namespace limen
