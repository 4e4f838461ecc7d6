// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/held_out.h"

#include <fmt/format.h>

#include "base/csv_table.h"
#include "base/error.h"
#include "base/safe_file.h"

namespace limen {

std::set<std::string> readHeldOutIdentities(const std::filesystem::path& file) {
    const CsvTable table = parseCsv(readTextFile(file), file.string());
    const auto column = table.column("identity");
    if (!column)
        throwBadInput(fmt::format("{} has no column \"identity\".", file.string()),
                      "The list of held-out people has the columns identity and role.");
    std::set<std::string> identities;
    for (const CsvTable::Row& row : table.rows)
        identities.insert(row.fields[*column]);
    if (identities.empty())
        throwBadInput(fmt::format("{} names nobody.", file.string()),
                      "Without a list, give an empty --held-out.");
    return identities;
}

}  // namespace limen
