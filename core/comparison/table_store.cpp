// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/table_store.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "base/hash.h"
#include "base/safe_file.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

fs::path folderOf(const fs::path& study) {
    return study / "tables";
}

}  // namespace

void storeTable(const fs::path& study, const StoredTable& table) {
    makeFolder(folderOf(study));
    writeFileAtomically(folderOf(study) / (table.id + ".json"), toJson(table.table).dump(1));
}

std::vector<StoredTable> storedTables(const fs::path& study, std::vector<std::string>& problems) {
    std::vector<StoredTable> tables;
    if (!fs::is_directory(folderOf(study)))
        return tables;
    for (const fs::directory_entry& entry : fs::directory_iterator(folderOf(study))) {
        if (entry.path().extension() != ".json")
            continue;
        try {
            tables.push_back(
                {entry.path().stem().string(), tableFrom(Json::parse(readTextFile(entry.path())))});
        } catch (const std::exception& error) {
            problems.push_back(fmt::format("{}: {}", entry.path().string(), error.what()));
        }
    }
    std::sort(
        tables.begin(), tables.end(), [](const StoredTable& a, const StoredTable& b) { return a.id < b.id; });
    return tables;
}

std::vector<fs::path> writeTableFiles(const StoredTable& table, const fs::path& folder) {
    makeFolder(folder);
    std::vector<fs::path> files;
    for (const auto& [extension, text] : {std::pair{"csv", tableCsv(table.table)},
                                          {"tex", tableLatex(table.table)},
                                          {"md", tableMarkdown(table.table)}}) {
        files.push_back(folder / fmt::format("{}.{}", table.id, extension));
        writeFileAtomically(files.back(), text);
    }
    return files;
}

std::string tableId(const std::string& text) {
    std::string id;
    for (const char letter : text) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
            id += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    while (id.ends_with('-'))
        id.pop_back();
    // A file name holds 255 bytes, and something may follow this.
    if (constexpr std::size_t longest = 180; id.size() > longest)
        id = id.substr(0, longest - 9) + "-" + sha256Hex(id).substr(0, 8);
    return id;
}

}  // namespace limen
