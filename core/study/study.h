// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace SQLite {
class Database;
}

namespace limen {

class FileLock;

/// A study: the folder NAME.limen with study.sqlite, runs/ and exports/ (design.md section 4).
/// One object is one database connection and belongs to one thread. Readers may open the same study at any
/// time; a single process writes (StudyWriteLock).
class Study {
public:
    enum class Access { ReadOnly, ReadWrite };

    /// Makes a new study. Throws Error (BadInput) if something of that name exists, Error (Failure) if it
    /// cannot be written; then nothing is left behind.
    static Study create(const std::filesystem::path& folder);
    /// Opens a study and brings an older one up to date. Throws Error: not a study, made by a newer Limen,
    /// damaged, not writable (for ReadWrite, and for a study that must be brought up to date).
    static Study open(const std::filesystem::path& folder, Access access);
    static Study openOrCreate(const std::filesystem::path& folder);
    /// Whether the folder holds a study.sqlite.
    static bool exists(const std::filesystem::path& folder);

    Study(Study&&) noexcept;
    Study& operator=(Study&&) noexcept;
    ~Study();

    const std::filesystem::path& folder() const { return m_folder; }
    std::string name() const;  ///< the folder's name without ".limen"
    Access access() const { return m_access; }
    SQLite::Database& database() const { return *m_database; }

    /// The schema this program writes.
    static constexpr int schemaVersion = 2;

private:
    Study(std::filesystem::path folder, Access access, std::unique_ptr<SQLite::Database> database);

    std::filesystem::path m_folder;
    Access m_access;
    std::unique_ptr<SQLite::Database> m_database;
};

/// Makes this process the study's only writer while it lives. Released by the system if the process dies.
class StudyWriteLock {
public:
    /// Throws Error (Failure) when another process holds it.
    explicit StudyWriteLock(const Study& study);
    ~StudyWriteLock();
    StudyWriteLock(const StudyWriteLock&) = delete;
    StudyWriteLock& operator=(const StudyWriteLock&) = delete;

private:
    std::unique_ptr<FileLock> m_lock;
};

}  // namespace limen
