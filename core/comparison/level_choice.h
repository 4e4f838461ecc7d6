// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comparison/comparison_sheet.h"

namespace limen {

/// How a level follows from a JND image.
enum class SelectionRule {
    MostAlike,  ///< Tian 2022, eq. (8); a candidate that names levels itself keeps its own
    Energy      ///< levelByEnergy(); only of those who predict images
};

/// A way to give each image a level, and the levels, in the order of the images.
struct LevelChoice {
    std::string name;
    std::string rule;  ///< "truth", "eq8", "own" (named by the candidate itself), "energy", "constant"
    std::string note;
    bool ranked = true;
    std::vector<int> selected;
    std::string candidate = {};            ///< whose levels they are, if anybody's
    std::string kind = {};                 ///< ComparedRow::kind of it
    std::map<std::string, int> bias = {};  ///< by part, where levels are shifted (selection_bias.h)
};

/// What a row selects; nothing by energy for one that predicts no images.
std::optional<LevelChoice> choiceOf(const ComparedRow& row, SelectionRule rule);

/// Everything a sheet can be encoded by: the true JND points (the upper bound), each candidate's levels,
/// those of the energy rule for candidates whose JND images are noise (eye models), and the constant levels.
std::vector<LevelChoice> levelChoices(const ComparisonSheet& sheet, std::span<const int> constants);

/// Faces, and ways to encode them.
struct CodedPart {
    std::string name;  ///< "fold-1"
    std::vector<std::int64_t> images;
    std::vector<ScoredFace> truth;  ///< person and JND point of each
    std::vector<LevelChoice> choices;
};

CodedPart codedPart(const ComparisonSheet& sheet, std::vector<LevelChoice> choices);

/// The faces of several parts behind each other, by the choices that all of them have; one part as it is.
CodedPart pooledPart(const std::vector<CodedPart>& parts);

}  // namespace limen
