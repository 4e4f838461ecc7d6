// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "comparison/result_table.h"

namespace limen {

/// A table that a study keeps, STUDY/tables/ID.json.
struct StoredTable {
    std::string id;  ///< "table-3-hevc-mobilefacenet-ms1m-held-out-mobilefacenet-y1"
    ResultTable table;
};

/// Replaces a table of the same id.
void storeTable(const std::filesystem::path& study, const StoredTable& table);

/// By id. Tables that cannot be read are left out and named in `problems`.
std::vector<StoredTable> storedTables(const std::filesystem::path& study, std::vector<std::string>& problems);

/// As ID.csv, ID.tex and ID.md in a folder, which is made; gives the files.
std::vector<std::filesystem::path> writeTableFiles(const StoredTable& table,
                                                   const std::filesystem::path& folder);

/// Letters, digits and dashes of a text, in lower case, for an id.
std::string tableId(const std::string& text);

}  // namespace limen
