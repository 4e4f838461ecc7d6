// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "comparison/level_choice.h"
#include "comparison/rate_accuracy.h"
#include "comparison/result_table.h"
#include "evaluation/selection_scores.h"

namespace limen {

/// One choice as a recognizer sees it.
struct JudgedChoice {
    LevelChoice choice;
    OperatingRate rate;
    RateAccuracy::Difference difference;  ///< none of a constant level, which lies on the curve itself
    SelectionScores selection;
};

struct JudgedPart {
    std::string name;
    std::size_t images = 0, people = 0;
    std::vector<JudgedChoice> choices;
};

/// Coding guided by JND points as one recognizer sees it.
struct CodingResults {
    std::string recognizer;
    double threshold = 0.0;
    CodecLevels levels;
    std::vector<std::pair<int, OperatingRate>> curve;  ///< everybody at one level, fine to coarse
    JudgedPart pooled;                                 ///< all parts together
    std::vector<JudgedPart> folds;                     ///< each for itself; none where there is one part
};

/// Throws Error (BadInput) without a part, or for a part without faces.
CodingResults judgeCoding(const std::vector<CodedPart>& parts,
                          const RecognitionGrid& grid,
                          const CodecLevels& levels,
                          std::uint64_t seed);

/// Rate and recognition of each choice (Tian 2022, Table III), pooled over the parts, beside the curve of all
/// constant levels. A cell stays empty where a choice lies outside that curve; the notes say whose.
ResultTable codingTable(const CodingResults& results);

/// The same fold by fold, and the mean over folds of what is defined in all of them.
ResultTable codingFoldsTable(const CodingResults& results);

/// The curve itself.
ResultTable constantLevelsTable(const CodingResults& results);

Json toJson(const CodingResults& results);

}  // namespace limen
