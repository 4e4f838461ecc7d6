// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/result_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/csv_table.h"

namespace limen {

namespace {

double printed(double value, const TableColumn& column) {
    const double scale = std::pow(10.0, column.digits);
    return std::round(value * scale) / scale;
}

bool hasIntervals(const ResultTable& table, std::size_t column) {
    return std::any_of(table.rows.begin(), table.rows.end(), [column](const TableRow& row) {
        return row.cells[column].lower.has_value();
    });
}

std::string latexText(const std::string& text) {
    std::string result;
    for (const char letter : text) {
        if (std::string_view("&%$#_{}").find(letter) != std::string_view::npos)
            result += '\\';
        if (letter == '~' || letter == '^' || letter == '\\')
            result += fmt::format("\\char{}{{}}", static_cast<int>(letter));
        else
            result += letter;
    }
    return result;
}

std::string csvLine(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields)
        line += (line.empty() ? "" : ",") + csvField(field);
    return line + "\n";
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string();
}

}  // namespace

std::set<std::size_t> bestRows(const ResultTable& table, std::size_t column) {
    const TableColumn& about = table.columns[column];
    std::set<std::size_t> best;
    if (about.better == TableColumn::Better::None)
        return best;
    const double sign = about.better == TableColumn::Better::Larger ? 1.0 : -1.0;
    std::optional<double> most;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::optional<double>& value = table.rows[i].cells[column].value;
        if (!table.rows[i].ranked || !value || !std::isfinite(*value))
            continue;
        const double here = sign * printed(*value, about);
        if (!most || here > *most)
            best.clear();
        if (!most || here >= *most) {
            best.insert(i);
            most = here;
        }
    }
    return best;
}

std::string cellText(const TableCell& cell, const TableColumn& column) {
    if (!cell.value)
        return {};
    // Not "-0.00".
    const auto text = [&column](double value) {
        const double rounded = printed(value, column);
        return fmt::format("{:.{}f}", rounded == 0.0 ? 0.0 : rounded, column.digits);
    };
    if (!cell.lower || !cell.upper)
        return text(*cell.value);
    return fmt::format("{} [{}, {}]", text(*cell.value), text(*cell.lower), text(*cell.upper));
}

std::string tableCsv(const ResultTable& table) {
    std::vector<std::string> header = {"row"};
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const std::string& name = table.columns[column].name;
        header.push_back(name);
        if (hasIntervals(table, column))
            header.insert(header.end(), {name + " lower", name + " upper"});
    }
    header.push_back("note");
    std::string text = csvLine(header);
    for (const TableRow& row : table.rows) {
        std::vector<std::string> line = {row.name};
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const TableCell& cell = row.cells[column];
            line.push_back(number(cell.value));
            if (hasIntervals(table, column))
                line.insert(line.end(), {number(cell.lower), number(cell.upper)});
        }
        line.push_back(row.note);
        text += csvLine(line);
    }
    return text;
}

std::string tableLatex(const ResultTable& table) {
    std::string text = fmt::format(
        "% {}\n\\begin{{tabular}}{{l{}}}\n\\toprule\n", table.title, std::string(table.columns.size(), 'r'));
    for (const TableColumn& column : table.columns)
        text += " & " + latexText(column.name);
    text += " \\\\\n\\midrule\n";
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        text += latexText(table.rows[i].name);
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const std::string cell = latexText(cellText(table.rows[i].cells[column], table.columns[column]));
            const bool best = bestRows(table, column).contains(i);
            text += " & " + (best ? fmt::format("\\textbf{{{}}}", cell) : cell);
        }
        text += " \\\\\n";
    }
    text += "\\bottomrule\n\\end{tabular}\n";
    for (const std::string& note : table.notes)
        text += fmt::format("\\par\\footnotesize {}\n", latexText(note));
    return text;
}

std::string tableMarkdown(const ResultTable& table) {
    std::string text = "| |";
    std::string rule = "|---|";
    for (const TableColumn& column : table.columns) {
        text += fmt::format(" {} |", column.name);
        rule += "---:|";
    }
    text += "\n" + rule + "\n";
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        text += fmt::format("| {} |", table.rows[i].name);
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const std::string cell = cellText(table.rows[i].cells[column], table.columns[column]);
            const bool best = bestRows(table, column).contains(i);
            text += fmt::format(" {} |", best && !cell.empty() ? "**" + cell + "**" : cell);
        }
        text += "\n";
    }
    return text;
}

}  // namespace limen
