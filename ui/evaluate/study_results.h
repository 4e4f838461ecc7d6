// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "comparison/figure_store.h"
#include "comparison/table_store.h"

namespace limen {

/// Tables and figures that a study keeps.
struct StudyResults {
    std::vector<StoredTable> tables;
    /// What can be compared with the paper's, by id of the table.
    std::map<std::string, ResultTable> besidePaper;
    std::vector<StoredFigure> figures;

    bool isEmpty() const { return tables.empty() && figures.empty(); }
};

/// May be slow. What cannot be read is left out and named in `problems`.
StudyResults readStudyResults(const std::filesystem::path& study, std::vector<std::string>& problems);

/// Whether both would be shown alike.
bool sameResults(const StudyResults& a, const StudyResults& b);

}  // namespace limen
