// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/result_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/csv_table.h"
#include "base/error.h"

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
        return cell.text;
    // Not "-0.00".
    const auto text = [&column](double value) {
        const double rounded = printed(value, column);
        return fmt::format("{:.{}f}", rounded == 0.0 ? 0.0 : rounded, column.digits);
    };
    if (!cell.lower || !cell.upper)
        return text(*cell.value);
    return fmt::format("{} [{}, {}]", text(*cell.value), text(*cell.lower), text(*cell.upper));
}

Json toJson(const ResultTable& table) {
    const auto orNull = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
    Json columns = Json::array();
    for (const TableColumn& column : table.columns)
        columns.push_back({{"name", column.name},
                           {"digits", column.digits},
                           {"better",
                            column.better == TableColumn::Better::Larger    ? "larger"
                            : column.better == TableColumn::Better::Smaller ? "smaller"
                                                                            : "none"}});
    Json rows = Json::array();
    for (const TableRow& row : table.rows) {
        Json cells = Json::array();
        for (const TableCell& cell : row.cells)
            cells.push_back(cell.text.empty() ? Json{{"value", orNull(cell.value)},
                                                     {"lower", orNull(cell.lower)},
                                                     {"upper", orNull(cell.upper)}}
                                              : Json{{"text", cell.text}});
        rows.push_back(
            {{"name", row.name}, {"note", row.note}, {"ranked", row.ranked}, {"cells", std::move(cells)}});
    }
    return {{"title", table.title},
            {"columns", std::move(columns)},
            {"rows", std::move(rows)},
            {"notes", table.notes},
            {"about", table.about}};
}

ResultTable tableFrom(const Json& json) {
    const auto numberOf = [](const Json& cell, const char* key) -> std::optional<double> {
        const Json value = cell.value(key, Json());
        return value.is_null() ? std::nullopt : std::optional(value.get<double>());
    };
    ResultTable table;
    try {
        table.title = json.at("title").get<std::string>();
        for (const Json& column : json.at("columns")) {
            const std::string better = column.at("better").get<std::string>();
            table.columns.push_back({column.at("name").get<std::string>(),
                                     std::clamp(column.at("digits").get<int>(), 0, 12),
                                     better == "larger"    ? TableColumn::Better::Larger
                                     : better == "smaller" ? TableColumn::Better::Smaller
                                                           : TableColumn::Better::None});
        }
        for (const Json& row : json.at("rows")) {
            TableRow read{row.at("name").get<std::string>(),
                          row.at("note").get<std::string>(),
                          row.at("ranked").get<bool>(),
                          {}};
            for (const Json& cell : row.at("cells")) {
                read.cells.emplace_back(cell.value("text", std::string()));
                read.cells.back().value = numberOf(cell, "value");
                read.cells.back().lower = numberOf(cell, "lower");
                read.cells.back().upper = numberOf(cell, "upper");
            }
            if (read.cells.size() != table.columns.size())
                throwBadInput(fmt::format("Row {} has another number of cells.", read.name));
            table.rows.push_back(std::move(read));
        }
        table.notes = json.at("notes").get<std::vector<std::string>>();
        table.about = json.at("about");
    } catch (const Json::exception& error) {
        throwBadInput(fmt::format("This is no table of results: {}.", error.what()));
    }
    return table;
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
            line.push_back(cell.value ? number(cell.value) : cell.text);
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
    for (const std::string& note : table.notes)
        text += "\n" + note + "\n";
    return text;
}

}  // namespace limen
