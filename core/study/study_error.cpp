// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/study_error.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace limen {

Error studyError(const SQLite::Exception& exception, const std::string& where) {
    const auto failure = [](const std::string& message, const std::string& hint) {
        return Error(ErrorKind::Failure, message, hint);
    };
    switch (exception.getErrorCode()) {
        case SQLITE_FULL:
            return failure(fmt::format("The disk of {} is full.", where),
                           "Free some space and run the job again: what was finished is kept.");
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return failure(fmt::format("{} may not be written.", where),
                           "Check the permissions of the folder and its files, or copy the study elsewhere.");
        case SQLITE_CANTOPEN:
            return failure(fmt::format("{} cannot be opened.", where),
                           "Check that the folder exists and that you may read and write it.");
        case SQLITE_NOTADB:
            return failure(fmt::format("{} is not a Limen study: study.sqlite is no database.", where),
                           "Choose a folder made by `limen import`.");
        case SQLITE_CORRUPT:
            return failure(fmt::format("{} is damaged.", where),
                           "Restore it from a copy, or import it anew.");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return failure(fmt::format("{} is in use by another program.", where), "Wait for it to finish.");
        case SQLITE_IOERR:
            return failure(fmt::format("The disk reported an error at {}.", where),
                           "Check the disk (is it full or unplugged?) and run the job again.");
        default:
            return failure(fmt::format("The database of {} refused a request: {}.", where, exception.what()),
                           "If this happens again, please report it.");
    }
}

}  // namespace limen
