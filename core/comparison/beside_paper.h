// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "comparison/paper_roles.h"
#include "comparison/result_table.h"
#include "comparison/table_store.h"

namespace limen {

/// One of the paper's Tables II to V (`number` 2 to 5) side by side with the same table of a study, in what
/// can be compared although faces, recognizer, codec and weights differ: places, and differences relative to
/// another row of the same table. Its notes count the pairs of rows that stand in the paper's order and name
/// those that do not.
/// - 2: eye models and predictor, by place and against the best eye model.
/// - 3: how far operating points lie from the curve of constant levels.
/// - 4, 5: what the identity loss, AFD and skip connections change, between the rows of `roles`.
/// For the paper's own predictor ("Proposed") stands the row of `roles`, else the first predictor of the
/// table. Nothing where the table has no measure in common with the paper's, or no two rows.
std::optional<ResultTable> besidePaper(int number, const ResultTable& table, const PaperRoles& roles = {});

/// The same for a table as a study keeps it, with the runs of the study for roles; about.table is then "2,
/// beside the paper". Nothing for a table of another kind.
std::optional<StoredTable> besidePaper(const StoredTable& table, const std::filesystem::path& study);

}  // namespace limen
