// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>

#include "comparison/comparison_sheet.h"
#include "comparison/rate_accuracy.h"
#include "comparison/result_table.h"

namespace limen {

/// A way to give each image a level, and the levels, in the order of a sheet.
struct LevelChoice {
    std::string name;
    std::string rule;  ///< "truth", "eq8", "own" (named by the candidate itself), "energy", "constant"
    std::string note;
    bool ranked = true;
    std::vector<int> selected;
};

/// Everything a sheet can be encoded by: the true JND points (the upper bound), each candidate's levels,
/// those of the energy rule for candidates whose JND images are noise (eye models), and the constant levels.
std::vector<LevelChoice> levelChoices(const ComparisonSheet& sheet, std::span<const int> constants);

/// Coding guided by JND points (Tian 2022, Table III): rate and recognition of each choice as one recognizer
/// sees it, beside the curve of all constant levels.
ResultTable codingTable(const ComparisonSheet& sheet,
                        const RecognitionGrid& grid,
                        const CodecLevels& levels,
                        std::span<const int> constants,
                        std::uint64_t seed);

/// The same for whoever reads JSON, and the curve.
Json codingRows(const ComparisonSheet& sheet,
                const RecognitionGrid& grid,
                const CodecLevels& levels,
                std::span<const int> constants,
                std::uint64_t seed);

}  // namespace limen
