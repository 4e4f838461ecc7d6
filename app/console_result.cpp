// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_result.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <vector>

namespace limen {

namespace {

constexpr std::size_t barWidth = 50;
constexpr std::size_t maxRows = 60;

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
    if (value.is_array() && value.size() > 8)
        return fmt::format("{} values", value.size());
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool isHistogram(const Json& value) {
    return value.is_object() && value.size() > 4 &&
           std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_number(); });
}

std::string formatBars(const std::string& name, const Json& histogram) {
    double most = 0.0;
    for (const Json& item : histogram)
        most = std::max(most, item.get<double>());
    std::string text = fmt::format("{}:\n", name);
    for (const auto& [key, item] : histogram.items()) {
        const double share = most > 0.0 ? std::max(0.0, item.get<double>()) / most : 0.0;
        const auto length = static_cast<std::size_t>(std::lround(share * static_cast<double>(barWidth)));
        text += fmt::format("  {:>6} {:>8} {}\n", key, scalarText(item), std::string(length, '#'));
    }
    return text;
}

std::string formatTable(const std::string& name, const Json& rows) {
    std::vector<std::string> columns;
    for (const Json& row : rows)
        for (const auto& [key, value] : row.items())
            if (std::find(columns.begin(), columns.end(), key) == columns.end())
                columns.push_back(key);
    const std::size_t shown = std::min(maxRows, rows.size());
    std::vector<std::size_t> widths;
    for (const std::string& column : columns) {
        std::size_t width = column.size();
        for (std::size_t row = 0; row < shown; ++row)
            if (rows[row].contains(column))
                width = std::max(width, scalarText(rows[row][column]).size());
        widths.push_back(width);
    }
    std::string text = fmt::format("{}:\n ", name);
    for (std::size_t i = 0; i < columns.size(); ++i)
        text += fmt::format(" {:<{}}", columns[i], widths[i]);
    text += '\n';
    for (std::size_t row = 0; row < shown; ++row) {
        text += ' ';
        for (std::size_t i = 0; i < columns.size(); ++i)
            text += fmt::format(" {:<{}}",
                                rows[row].contains(columns[i]) ? scalarText(rows[row][columns[i]]) : "",
                                widths[i]);
        text += '\n';
    }
    if (shown < rows.size())
        text += fmt::format("  ... and {} more (--json shows all)\n", rows.size() - shown);
    return text;
}

}  // namespace

std::string formatResult(const Json& result) {
    std::size_t width = 0;
    for (const auto& [key, value] : result.items())
        width = std::max(width, key.size());
    std::string text;
    for (const auto& [key, value] : result.items()) {
        if (isHistogram(value))
            text += formatBars(key, value);
        else if (value.is_array() && !value.empty() && value.front().is_object())
            text += formatTable(key, value);
        else
            text += fmt::format("{:<{}} {}\n", key + ":", width + 1, scalarText(value));
    }
    return text;
}

}  // namespace limen
