// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/study_results.h"

#include <algorithm>

#include "comparison/beside_paper.h"

namespace limen {

StudyResults readStudyResults(const std::filesystem::path& study, std::vector<std::string>& problems) {
    StudyResults results;
    results.tables = storedTables(study, problems);
    for (const StoredTable& table : results.tables)
        if (std::optional<StoredTable> beside = besidePaper(table, study))
            results.besidePaper.emplace(table.id, std::move(beside->table));
    results.figures = storedFigures(study, problems);
    return results;
}

bool sameResults(const StudyResults& a, const StudyResults& b) {
    const auto sameTable = [](const StoredTable& x, const StoredTable& y) {
        return x.id == y.id && toJson(x.table) == toJson(y.table);
    };
    const auto sameBeside = [](const auto& x, const auto& y) {
        return x.first == y.first && toJson(x.second) == toJson(y.second);
    };
    const auto sameFigure = [](const StoredFigure& x, const StoredFigure& y) {
        return x.id == y.id && x.title == y.title && x.notes == y.notes && x.svg == y.svg &&
               x.about == y.about;
    };
    return std::equal(a.tables.begin(), a.tables.end(), b.tables.begin(), b.tables.end(), sameTable) &&
           std::equal(a.besidePaper.begin(),
                      a.besidePaper.end(),
                      b.besidePaper.begin(),
                      b.besidePaper.end(),
                      sameBeside) &&
           std::equal(a.figures.begin(), a.figures.end(), b.figures.begin(), b.figures.end(), sameFigure);
}

}  // namespace limen
