// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "comparison/level_choice.h"
#include "comparison/result_table.h"
#include "evaluation/selection_scores.h"

namespace limen {

/// True JND points of the images for which about the same level was selected; the codec's own numbers.
struct CalibrationBin {
    int from = 0, to = 0;   ///< selected levels, fine to coarse, inclusive
    double selected = 0.0;  ///< mean of the selected levels
    double truth = 0.0;     ///< mean of the true ones
    double spread = 0.0;    ///< their standard deviation; 0 for one image
    std::size_t images = 0;
};

/// What selected levels say of the true ones.
struct Calibration {
    LevelChoice choice;
    SelectionScores scores;
    /// Least squares of the true on the selected level: 1 and 0 where a selection means what it says. Nothing
    /// where the same level is selected for all.
    std::optional<MeanOfPeople> slope;
    std::optional<double> intercept;
    std::vector<CalibrationBin> bins;  ///< fine to coarse; those with images
};

/// Of every choice of a sheet but the true JND points and constant levels; bins of three levels, or of one
/// where the codec has few.
std::vector<Calibration> calibrate(const ComparisonSheet& sheet,
                                   const CodecLevels& levels,
                                   std::uint64_t seed);

ResultTable calibrationTable(const std::vector<Calibration>& calibrations,
                             const ComparisonSheet& sheet,
                             const CodecLevels& levels);

Json toJson(const Calibration& calibration);

}  // namespace limen
