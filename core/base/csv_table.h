// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limen {

/// Comma-separated values after RFC 4180 with a header line: quoted fields may hold commas, line breaks and
/// doubled quotes; lines end in LF or CRLF; a byte-order mark and empty lines are skipped.
struct CsvTable {
    struct Row {
        std::size_t line = 0;             ///< in the file, from 1
        std::vector<std::string> fields;  ///< as many as `header`
    };
    std::vector<std::string> header;
    std::vector<Row> rows;

    /// Position of a column, if the header names it.
    std::optional<std::size_t> column(std::string_view name) const;
};

/// Throws Error (BadInput) with the line of the first mistake; `name` stands for the file in the message.
CsvTable parseCsv(std::string_view text, const std::string& name);

/// A field for writing, quoted where RFC 4180 demands it.
std::string csvField(const std::string& text);

}  // namespace limen
