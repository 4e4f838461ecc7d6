// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/reported_results.h"

#include <fmt/format.h>

#include "comparison/figure_store.h"
#include "comparison/table_store.h"

namespace limen {

namespace {

std::string textOf(const Json& about, const char* key) {
    const auto found = about.find(key);
    return found != about.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "Measured on folds; seed 1; data 3f2a...; Limen 0.1.0."
std::string originOf(const Json& about) {
    if (!about.is_object())
        return "";
    std::string origin;
    const auto add = [&origin](const std::string& text) { origin += (origin.empty() ? "" : "; ") + text; };
    if (const std::string run = textOf(about, "measured_on"); !run.empty())
        add("measured on " + run);
    if (const Json seed = about.value("seed", Json()); seed.is_number())
        add("seed " + seed.dump());
    if (const Json data = about.value("data", Json()); data.is_object())
        for (const char* key : {"sha256", "probes_sha256"})
            if (const std::string hash = textOf(data, key); !hash.empty())
                add("data " + hash.substr(0, 16));
    if (const std::string versions = textOf(about, "versions"); !versions.empty())
        add(versions);
    return origin.empty() ? "" : "[" + origin + "]";
}

ReportTable reported(const StoredTable& stored, const std::string& command) {
    const ResultTable& table = stored.table;
    ReportTable result{{stored.id, table.title, table.notes, originOf(table.about), command}, {}, {}};
    for (const TableColumn& column : table.columns)
        result.columns.push_back(column.name);
    for (const TableRow& row : table.rows)
        result.rows.push_back({row.name, row.note, {}});
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const std::set<std::size_t> best = bestRows(table, column);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            result.rows[row].cells.emplace_back(
                cellText(table.rows[row].cells[column], table.columns[column]), best.contains(row));
    }
    return result;
}

}  // namespace

void addStoredResults(const std::filesystem::path& study,
                      const std::function<std::string(const Json& about)>& command,
                      StudyReport& report,
                      const JobContext& context) {
    std::vector<std::string> problems;
    for (const StoredTable& table : storedTables(study, problems))
        report.tables.push_back(reported(table, command(table.table.about)));
    for (StoredFigure& figure : storedFigures(study, problems))
        report.figures.push_back(
            {{figure.id, figure.title, figure.notes, originOf(figure.about), command(figure.about)},
             std::move(figure.svg)});
    for (const std::string& problem : problems)
        context.warn(problem);
}

}  // namespace limen
