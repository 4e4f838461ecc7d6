// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/study.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/file_lock.h"
#include "base/safe_file.h"
#include "study/schema.h"
#include "study/study_error.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

constexpr int busyTimeoutMs = 30000;

fs::path databaseFile(const fs::path& folder) {
    return folder / "study.sqlite";
}

/// `file:` URI with the characters that mean something in it escaped.
std::string uri(const fs::path& file, const char* query) {
    std::string escaped;
    for (const char c : fs::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#')
            escaped += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            escaped += c;
    }
    return "file:" + escaped + query;
}

/// A study on read-only media has nowhere to put the shared-memory file that WAL readers need.
bool needsImmutable(const fs::path& folder) {
    std::error_code ignored;
    const fs::path log = folder / "study.sqlite-wal";
    return ::access(folder.c_str(), W_OK) != 0 &&
           (!fs::exists(log, ignored) || fs::file_size(log, ignored) == 0);
}

std::unique_ptr<SQLite::Database> openDatabase(const fs::path& folder, Study::Access access, bool create) {
    int flags = access == Study::Access::ReadOnly ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE;
    if (create)
        flags |= SQLite::OPEN_CREATE;
    const bool immutable = access == Study::Access::ReadOnly && needsImmutable(folder);
    auto database = std::make_unique<SQLite::Database>(
        uri(databaseFile(folder), immutable ? "?immutable=1" : ""), flags | SQLite::OPEN_URI, busyTimeoutMs);
    database->exec("PRAGMA foreign_keys = ON");
    if (access == Study::Access::ReadWrite) {
        database->exec("PRAGMA journal_mode = WAL");
        database->exec("PRAGMA synchronous = NORMAL");
    }
    return database;
}

bool isWritable(const fs::path& folder) {
    return ::access(databaseFile(folder).c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

void checkIsStudy(SQLite::Database& database, const fs::path& folder) {
    const int application = database.execAndGet("PRAGMA application_id").getInt();
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (application != studyApplicationId)
        throwFailure(
            fmt::format("{} is not a Limen study: its database belongs to another program.", folder.string()),
            "Choose a folder made by `limen import`.");
    if (version > Study::schemaVersion)
        throwFailure(fmt::format("{} was made by a newer Limen (study version {}, this program knows {}).",
                                 folder.string(),
                                 version,
                                 Study::schemaVersion),
                     "Update Limen to open it. Nothing was changed.");
    if (version < 1)
        throwFailure(fmt::format("{} is damaged: its study version is {}.", folder.string(), version),
                     "Restore it from a copy, or import it anew.");
}

/// The parent folder, also for a path without one.
fs::path parentOf(const fs::path& folder) {
    const fs::path parent = fs::absolute(folder).lexically_normal().parent_path();
    return parent.empty() ? fs::path("/") : parent;
}

fs::path withoutTrailingSlash(const fs::path& folder) {
    return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

Study::Study(fs::path folder, Access access, std::unique_ptr<SQLite::Database> database)
    : m_folder(std::move(folder)), m_access(access), m_database(std::move(database)) {}

Study::Study(Study&&) noexcept = default;
Study& Study::operator=(Study&&) noexcept = default;
Study::~Study() = default;

bool Study::exists(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(databaseFile(folder), ignored);
}

std::string Study::name() const {
    const fs::path leaf = withoutTrailingSlash(m_folder).filename();
    return leaf.extension() == ".limen" ? leaf.stem().string() : leaf.string();
}

Study Study::create(const fs::path& folderAsGiven) {
    const fs::path folder = withoutTrailingSlash(folderAsGiven);
    std::error_code error;
    if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder, error)))
        throwBadInput(fmt::format("{} already exists and is not a study.", folder.string()),
                      "Choose another name for the study.");
    if (!fs::is_directory(parentOf(folder), error))
        throwBadInput(fmt::format("There is no folder {} to put the study in.", parentOf(folder).string()),
                      "Make the folder first, or choose another one.");
    // Made beside its place and renamed, so that a study is whole or not there.
    fs::path part = folder;
    part += fmt::format(".{}.part", ::getpid());
    struct Remover {
        const fs::path& path;
        ~Remover() {
            std::error_code ignored;
            fs::remove_all(path, ignored);
        }
    } const remover{part};
    makeFolder(part);
    try {
        const auto database = openDatabase(part, Access::ReadWrite, true);
        migrateStudy(*database);
    } catch (const SQLite::Exception& exception) {
        throw studyError(exception, folder.string());
    }
    makeFolder(part / "runs");
    makeFolder(part / "exports");
    fs::rename(part, folder, error);
    if (error)
        throwFailure(fmt::format("Cannot make the study {}: {}.", folder.string(), error.message()),
                     "Choose a folder you may write to.");
    return open(folder, Access::ReadWrite);
}

Study Study::open(const fs::path& folderAsGiven, Access access) {
    const fs::path folder = withoutTrailingSlash(folderAsGiven);
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throwBadInput(fmt::format("There is no study {}.", folder.string()),
                      "Check the path; `limen import` makes a study.");
    if (!exists(folder))
        throwBadInput(
            fmt::format("{} is not a Limen study: it holds no readable study.sqlite.", folder.string()),
            "Choose a folder made by `limen import`.");
    if (::access(databaseFile(folder).c_str(), R_OK) != 0)
        throwBadInput(fmt::format("You may not read the study {}.", folder.string()),
                      "Check its permissions.");
    if (access == Access::ReadWrite && !isWritable(folder))
        throwFailure(fmt::format("The study {} is read-only.", folder.string()),
                     "Change its permissions, or copy the study to a folder you may write to.");
    try {
        bool older = false;
        {  // Looked at before anything is written: a foreign or newer file must stay as it is.
            SQLite::Database probe(uri(databaseFile(folder), needsImmutable(folder) ? "?immutable=1" : ""),
                                   SQLite::OPEN_READONLY | SQLite::OPEN_URI,
                                   busyTimeoutMs);
            checkIsStudy(probe, folder);
            older = probe.execAndGet("PRAGMA user_version").getInt() < schemaVersion;
        }
        if (older && access == Access::ReadOnly) {
            if (!isWritable(folder))
                throwFailure(
                    fmt::format("{} was made by an older Limen and must be brought up to date first.",
                                folder.string()),
                    "Open it once where you may write to it.");
            open(folder, Access::ReadWrite);
        }
        auto database = openDatabase(folder, access, false);
        if (access == Access::ReadWrite)
            migrateStudy(*database);
        return {folder, access, std::move(database)};
    } catch (const SQLite::Exception& exception) {
        throw studyError(exception, folder.string());
    }
}

Study Study::openOrCreate(const fs::path& folder) {
    return exists(folder) ? open(folder, Access::ReadWrite) : create(folder);
}

StudyWriteLock::StudyWriteLock(const Study& study) {
    try {
        m_lock = std::make_unique<FileLock>(study.folder() / "study.lock");
    } catch (const std::system_error& error) {
        throwFailure(
            fmt::format("The study {} is read-only: {}.", study.folder().string(), error.code().message()),
            "Change its permissions, or copy the study to a folder you may write to.");
    }
    if (!m_lock->held())
        throwFailure(fmt::format("Another job is writing to the study {}.", study.folder().string()),
                     "Wait for it to finish, or cancel it.");
}

StudyWriteLock::~StudyWriteLock() = default;

}  // namespace limen
