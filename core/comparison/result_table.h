// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "evaluation/people_bootstrap.h"

namespace limen {

struct TableColumn {
    enum class Better { None, Larger, Smaller };
    std::string name;  ///< with its unit: "PSNR, dB"
    int digits = 2;    ///< after the point
    Better better = Better::None;
};

struct TableCell {
    std::string text;                    ///< in place of a number
    std::optional<double> value;         ///< nothing: was not measured, or is not defined
    std::optional<double> lower, upper;  ///< 95 % interval

    TableCell() = default;
    TableCell(double number) : value(number) {}
    TableCell(std::string words) : text(std::move(words)) {}
    TableCell(const MeanOfPeople& mean) : value(mean.mean) {
        if (!mean.hasInterval())
            return;
        lower = mean.lower;
        upper = mean.upper;
    }
    TableCell(const std::optional<MeanOfPeople>& mean) {
        if (mean)
            *this = TableCell(*mean);
    }
};

struct TableRow {
    std::string name;
    std::string note;    ///< what was chosen for it, and on whom
    bool ranked = true;  ///< takes part in which is the best of a column
    std::vector<TableCell> cells;
};

/// A table as it is shown, copied and printed; whoever makes one says in `notes` what data, recognizer, codec
/// and weights it is of.
struct ResultTable {
    std::string title;
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;
    std::vector<std::string> notes;
    Json about;  ///< what the numbers can be made again from: data, runs, seed, versions
};

/// Rows that hold the best value of a column, as it is printed; none of a column where nothing is better.
std::set<std::size_t> bestRows(const ResultTable& table, std::size_t column);

/// "31.28 [30.93, 31.61]", or "" for a cell without a value. A minus sign is "-".
std::string cellText(const TableCell& cell, const TableColumn& column);

Json toJson(const ResultTable& table);
/// Throws Error (BadInput) for what is no table.
ResultTable tableFrom(const Json& json);

/// Values as they are, without rounding; intervals in columns of their own.
std::string tableCsv(const ResultTable& table);
/// A tabular of booktabs, the best values bold, notes below it.
std::string tableLatex(const ResultTable& table);
/// For help pages, the best values bold.
std::string tableMarkdown(const ResultTable& table);

}  // namespace limen
