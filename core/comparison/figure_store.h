// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "comparison/figure_rendering.h"
#include "comparison/result_table.h"

namespace limen {

/// A figure that a study keeps, STUDY/figures/ID.json with ID.svg beside it.
struct StoredFigure {
    std::string id;  ///< "figure-3b-mobilefacenet-ms1m", as tableId() makes it
    std::string title;
    std::vector<std::string> notes;  ///< what data, recognizer, codec and weights it is of: the caption
    std::string svg;                 ///< stand-alone, light theme, as print wants it
    Json about;                      ///< as ResultTable::about
    ResultTable numbers;             ///< the numbers drawn, for CSV; no rows where it shows none
};

/// Stands in the notes of every figure that has a sibling in the paper.
inline constexpr const char* otherDataNote =
    "After a figure of Tian 2022, whose data, recognizers, codec and weights are others: compare orders and "
    "relative gains, not numbers.";

/// Replaces a figure of the same id.
void storeFigure(const std::filesystem::path& study, const StoredFigure& figure);

/// By id. Figures that cannot be read are left out and named in `problems`.
std::vector<StoredFigure> storedFigures(const std::filesystem::path& study,
                                        std::vector<std::string>& problems);

/// What a file of the figure says of itself, by name ("Title", "Description", "Software", "Source"), all of
/// it text. "Source" is JSON: id, data, runs, seed and versions, as `about` has them; no paths.
FileMetadata figureMetadata(const StoredFigure& figure);

/// ID.svg, ID.pdf, ID.png (and ID.csv where it has numbers) in a folder, which is made; each picture carries
/// figureMetadata(). Gives the files. Throws Error (Failure) for what is no SVG.
std::vector<std::filesystem::path> writeFigureFiles(const StoredFigure& figure,
                                                    const std::filesystem::path& folder);

}  // namespace limen
