// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_result.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace limen {

namespace {

constexpr std::size_t barWidth = 50;
constexpr std::size_t maxRows = 60;
constexpr std::size_t maxValues = 8;

std::string scalarText(const Json& value) {
    if (value.is_null())
        return "-";
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_float()) {
        const double number = value.get<double>();
        return std::abs(number) >= 1e6 || (number != 0.0 && std::abs(number) < 1e-3)
                   ? fmt::format("{:.4g}", number)
                   : fmt::format("{:.4f}", number);
    }
    if (value.is_array() && value.size() > maxValues)
        return fmt::format("{} values", value.size());
    if (value.is_array() && std::ranges::all_of(value, [](const Json& item) { return item.is_number(); })) {
        std::string text;
        for (const Json& item : value)
            text += (text.empty() ? "" : " ") + scalarText(item);
        return text;
    }
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool holdsObjects(const Json& value) {
    return std::ranges::any_of(value, [](const Json& item) { return item.is_object(); });
}

/// A number for every level.
bool isHistogram(const Json& value) {
    if (!value.is_object() || value.size() <= 4)
        return false;
    for (const auto& [key, item] : value.items())
        if (!item.is_number() || key.find_first_not_of("-0123456789") != std::string::npos)
            return false;
    return true;
}

std::string formatBars(const Json& histogram, const std::string& indent) {
    double most = 0.0;
    for (const Json& item : histogram)
        most = std::max(most, item.get<double>());
    std::string text;
    for (const auto& [key, item] : histogram.items()) {
        const double share = most > 0.0 ? std::max(0.0, item.get<double>()) / most : 0.0;
        const auto length = static_cast<std::size_t>(std::lround(share * static_cast<double>(barWidth)));
        text += fmt::format("{}{:>6} {:>8} {}\n", indent, key, scalarText(item), std::string(length, '#'));
    }
    return text;
}

/// `names`: of the rows, or empty.
std::string formatTable(const std::vector<Json>& rows,
                        const std::vector<std::string>& names,
                        const std::string& indent) {
    std::vector<std::string> columns;
    for (const Json& row : rows)
        for (const auto& [key, value] : row.items())
            if (std::find(columns.begin(), columns.end(), key) == columns.end())
                columns.push_back(key);
    const std::size_t shown = std::min(maxRows, rows.size());
    std::vector<std::vector<std::string>> lines(shown + 1);
    lines.front() = columns;
    for (std::size_t row = 0; row < shown; ++row)
        for (const std::string& column : columns)
            lines[row + 1].push_back(rows[row].contains(column) ? scalarText(rows[row][column]) : "");
    if (!names.empty())
        for (std::size_t line = 0; line < lines.size(); ++line)
            lines[line].insert(lines[line].begin(), line == 0 ? "" : names[line - 1]);
    std::string text;
    for (const std::vector<std::string>& line : lines) {
        std::string cells;
        for (std::size_t i = 0; i < line.size(); ++i) {
            std::size_t width = 0;
            for (const std::vector<std::string>& other : lines)
                width = std::max(width, other[i].size());
            cells += fmt::format("{:<{}} ", line[i], width);
        }
        cells.erase(cells.find_last_not_of(' ') + 1);
        text += indent + cells + '\n';
    }
    if (shown < rows.size())
        text += fmt::format("{}... and {} more (--json shows all)\n", indent, rows.size() - shown);
    return text;
}

std::set<std::string> keysOf(const Json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.insert(key);
    return keys;
}

std::string formatObject(const Json& object, const std::string& indent);

/// What does not fit on the line of its name.
std::string formatBelow(const Json& value, const std::string& indent) {
    if (isHistogram(value))
        return formatBars(value, indent);
    if (value.is_object())
        return formatObject(value, indent);
    const bool flat =
        std::ranges::none_of(value, [](const Json& row) { return std::ranges::any_of(row, holdsObjects); });
    if (flat)
        return formatTable(value, {}, indent);
    std::string text;  // rows too deep for a table
    for (std::size_t i = 0; i < value.size(); ++i)
        text += fmt::format("{}{}:\n{}", indent, i + 1, formatObject(value[i], indent + "  "));
    return text;
}

std::string formatObject(const Json& object, const std::string& indent) {
    const auto needsLines = [](const Json& value) {
        return (value.is_object() && !value.empty()) || (value.is_array() && holdsObjects(value));
    };
    std::size_t width = 0;
    for (const auto& [key, value] : object.items())
        if (!needsLines(value))
            width = std::max(width, key.size());
    std::string text;
    std::set<std::string> done;
    for (const auto& [key, value] : object.items()) {
        if (!needsLines(value)) {
            text += fmt::format("{}{:<{}} {}\n", indent, key + ":", width + 1, scalarText(value));
            continue;
        }
        if (done.contains(key))
            continue;
        // What has the same values is easier to compare side by side.
        std::vector<std::string> alike;
        std::vector<Json> rows;
        if (value.is_object() && !holdsObjects(value) && !isHistogram(value)) {
            for (const auto& [other, row] : object.items()) {
                if (row.is_object() && !holdsObjects(row) && keysOf(row) == keysOf(value)) {
                    alike.push_back(other);
                    rows.push_back(row);
                }
            }
        }
        if (alike.size() > 1) {
            text += formatTable(rows, alike, indent);
            done.insert(alike.begin(), alike.end());
        } else {
            text += fmt::format("{}{}:\n{}", indent, key, formatBelow(value, indent + "  "));
        }
    }
    return text;
}

}  // namespace

std::string formatResult(const Json& result) {
    return formatObject(result, "");
}

}  // namespace limen
