// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "comparison/candidate.h"
#include "evaluation/prediction_scores.h"

namespace limen {

/// What was measured of one candidate, face by face in the sheet's order.
struct ComparedRow {
    std::string name;
    std::string kind;  ///< kindName()
    std::string note;
    Json source;  ///< Candidate::source: another one is measured again
    /// Numbers by measure (part_measurement.h): "mse" and whatever else compares the predicted JND image with
    /// the true one. Empty for a candidate that predicts none.
    std::map<std::string, std::vector<double>> numbers;
    Json measures = Json::object();  ///< PartMeasure::source by name: what `numbers` depend on
    std::vector<int> selected;       ///< level by eq. (8), or the one that the candidate names itself
    std::vector<int> byEnergy;       ///< level by the energy rule; empty without images
    bool ownLevels = false;          ///< `selected` was named by the candidate itself

    bool predictsImages() const { return numbers.contains("mse"); }
};

/// Everything that tables are made of, for one part of a study; kept in a file so that tables need no second
/// measurement.
struct ComparisonSheet {
    Json about;  ///< data (JndFaces::description), codec, part, numbers of images learned from
    std::vector<std::int64_t> images, identities;
    std::vector<int> levels;  ///< true JND points
    std::vector<ComparedRow> rows;

    const ComparedRow* find(const std::string& name) const;
    /// Person and JND point of each face.
    std::vector<ScoredFace> truth() const;
    /// Errors of a row that predicts images, with person and JND point of each.
    std::vector<ScoredFace> scores(const ComparedRow& row) const;
};

/// A sheet without rows for a part.
ComparisonSheet emptySheet(const ComparedPart& part);

/// The file a part's sheet is kept in: STUDY/comparisons/NAME-HASH.json; the hash is of its faces, those
/// measured and those learned from, and of their labels.
std::filesystem::path sheetFile(const ComparedPart& part);

/// The part's sheet as it is stored, or empty where there is none; without rows of an earlier Limen that do
/// not say whose the levels are. Throws Error (Failure) for a damaged file.
ComparisonSheet readSheet(const ComparedPart& part);
void writeSheet(const ComparedPart& part, const ComparisonSheet& sheet);

/// All sheets of a study, by the names of their files, for whoever has no part at hand. Those that cannot be
/// read, or do not name their faces, are left out and named in `problems`, one sentence each.
std::vector<ComparisonSheet> storedSheets(const std::filesystem::path& study,
                                          std::vector<std::string>& problems);

/// The same rows of several parts behind each other, in the order of the first; rows that a part lacks are
/// left out. The parts' notes are joined where they differ.
ComparisonSheet pooledSheet(const std::vector<ComparisonSheet>& sheets);

}  // namespace limen
