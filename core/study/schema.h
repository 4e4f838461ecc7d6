// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace SQLite {
class Database;
}

namespace limen {

/// Marks a SQLite file as a study: "LIMN" in PRAGMA application_id.
inline constexpr int studyApplicationId = 0x4C494D4E;

/// Brings a database from its PRAGMA user_version to Study::schemaVersion, each step in a transaction of its
/// own.
void migrateStudy(SQLite::Database& database);

}  // namespace limen
