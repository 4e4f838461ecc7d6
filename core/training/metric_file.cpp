// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/metric_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view header = "step,name,value\n";
constexpr std::chrono::milliseconds writeInterval{300};

template <typename Number>
bool parseWhole(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

std::optional<MetricRow> parseRow(std::string_view line) {
    const std::size_t first = line.find(','), last = line.rfind(',');
    MetricRow row;
    if (first == std::string_view::npos || first == last || !parseWhole(line.substr(0, first), row.step) ||
        !parseWhole(line.substr(last + 1), row.value))
        return std::nullopt;
    row.name = line.substr(first + 1, last - first - 1);
    return row;
}

/// Calls `seen` with each whole line; returns how many bytes they are.
template <typename Seen>
std::size_t eachLine(std::string_view text, const Seen& seen) {
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1)
        seen(text.substr(begin, end - begin));
    return begin;
}

}  // namespace

MetricFile::MetricFile(fs::path file, std::int64_t steps) : m_file(std::move(file)) {
    std::error_code ignored;
    const std::string before = fs::exists(m_file, ignored) ? readTextFile(m_file) : std::string();
    std::string kept(header);
    eachLine(before, [&](std::string_view line) {
        const auto row = parseRow(line);
        if (row && row->step < steps)
            kept.append(line).push_back('\n');
    });
    if (kept != before)
        writeFileAtomically(m_file, kept);
    m_written = std::chrono::steady_clock::now();
}

MetricFile::~MetricFile() {
    try {
        flush();
    } catch (const Error&) {
        // The rows can be had again from the checkpoint; a destructor has nobody to tell.
    }
}

void MetricFile::add(std::int64_t step, const std::string& name, double value) {
    m_waiting += fmt::format("{},{},{}\n", step, name, value);
    if (std::chrono::steady_clock::now() - m_written >= writeInterval)
        flush();
}

void MetricFile::flush() {
    if (!m_waiting.empty()) {
        std::ofstream out(m_file, std::ios::binary | std::ios::app);
        out << m_waiting;
        out.flush();
        if (!out)
            throwFailure(fmt::format("Cannot write {}.", m_file.string()),
                         "Free some space on that disk and run the command again.");
        m_waiting.clear();
    }
    m_written = std::chrono::steady_clock::now();
}

std::vector<MetricRow> MetricReader::read(bool& restarted) {
    restarted = false;
    struct stat info {};
    if (::stat(m_file.c_str(), &info) != 0)
        return {};
    const auto size = static_cast<std::uintmax_t>(info.st_size);
    // A file that is cut down is written anew under the same name: another inode.
    if (m_offset != 0 && (info.st_ino != m_inode || size < m_offset)) {
        restarted = true;
        m_offset = 0;
    }
    m_inode = info.st_ino;
    if (size == m_offset)
        return {};
    std::ifstream in(m_file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(m_offset));
    std::string text(size - m_offset, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    std::vector<MetricRow> rows;
    m_offset += eachLine(text, [&rows](std::string_view line) {
        if (auto row = parseRow(line))
            rows.push_back(*std::move(row));
    });
    return rows;
}

}  // namespace limen
