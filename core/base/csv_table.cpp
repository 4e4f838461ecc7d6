// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/csv_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/error.h"

namespace limen {

namespace {

class CsvReader {
public:
    CsvReader(std::string_view text, const std::string& name) : m_text(text), m_name(name) {}

    bool atEnd() const { return m_at >= m_text.size(); }

    CsvTable::Row readRow() {
        CsvTable::Row row{m_line, {}};
        for (;;) {
            row.fields.push_back(!atEnd() && m_text[m_at] == '"' ? quotedField() : plainField());
            if (atEnd() || endOfLine())
                return row;
            if (m_text[m_at] != ',')
                fail(m_line, "text follows a closing quote");
            ++m_at;
        }
    }

    [[noreturn]] void fail(std::size_t line, const std::string& what) const {
        throwBadInput(fmt::format("{}, line {}: {}.", m_name, line, what),
                      "Write comma-separated values; a field with a comma, quote or line break stands in "
                      "double quotes.");
    }

private:
    /// Steps over LF or CRLF.
    bool endOfLine() {
        const bool carriage = m_text.substr(m_at, 2) == "\r\n";
        if (!carriage && m_text[m_at] != '\n')
            return false;
        m_at += carriage ? 2 : 1;
        ++m_line;
        return true;
    }

    std::string plainField() {
        std::string field;
        while (!atEnd() && m_text[m_at] != ',' && m_text[m_at] != '\n' && m_text.substr(m_at, 2) != "\r\n") {
            if (m_text[m_at] == '"')
                fail(m_line, "a quote stands inside a field that is not quoted");
            field += m_text[m_at++];
        }
        return field;
    }

    std::string quotedField() {
        const std::size_t start = m_line;
        std::string field;
        for (++m_at; !atEnd(); ++m_at) {
            if (m_text[m_at] == '"') {
                if (m_text.substr(m_at, 2) != "\"\"") {
                    ++m_at;
                    return field;
                }
                ++m_at;
            } else if (m_text[m_at] == '\n') {
                ++m_line;
            }
            field += m_text[m_at];
        }
        fail(start, "a quoted field is not closed");
    }

    std::string_view m_text;
    std::string m_name;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

CsvTable parseCsv(std::string_view text, const std::string& name) {
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    CsvReader reader(text, name);
    CsvTable table;
    while (!reader.atEnd()) {
        CsvTable::Row row = reader.readRow();
        if (row.fields.size() == 1 && row.fields.front().empty())
            continue;
        if (table.header.empty())
            table.header = std::move(row.fields);
        else if (row.fields.size() != table.header.size())
            reader.fail(
                row.line,
                fmt::format("{} fields where the header has {}", row.fields.size(), table.header.size()));
        else
            table.rows.push_back(std::move(row));
    }
    if (table.header.empty())
        reader.fail(1, "there is no header");
    return table;
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

}  // namespace limen
