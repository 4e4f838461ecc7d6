// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/job_history.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/utc_time.h"
#include "base/version.h"

namespace limen {

std::int64_t JobHistory::begin(const std::string& verb, const Json& parameters) {
    SQLite::Statement insert(m_study->database(),
                             "INSERT INTO job (verb, parameters, started, versions) VALUES (?, ?, ?, ?)");
    insert.bind(1, verb);
    insert.bind(2, parameters.dump());
    insert.bind(3, utcNow());
    insert.bind(4, versionSummary());
    insert.exec();
    return m_study->database().getLastInsertRowid();
}

void JobHistory::finish(std::int64_t id, const std::string& outcome, const Json& result) {
    SQLite::Statement update(m_study->database(),
                             "UPDATE job SET finished = ?, outcome = ?, result = ? WHERE id = ?");
    update.bind(1, utcNow());
    update.bind(2, outcome);
    update.bind(3, result.dump());
    update.bind(4, id);
    update.exec();
}

std::vector<JobRecord> JobHistory::all() const {
    SQLite::Statement query(
        m_study->database(),
        "SELECT id, verb, parameters, started, finished, outcome, versions, result FROM job "
        "ORDER BY id");
    std::vector<JobRecord> list;
    while (query.executeStep()) {
        JobRecord record;
        record.id = query.getColumn(0).getInt64();
        record.verb = query.getColumn(1).getString();
        record.parameters = Json::parse(query.getColumn(2).getString(), nullptr, false);
        record.started = query.getColumn(3).getString();
        record.finished = query.getColumn(4).getString();
        record.outcome = query.getColumn(5).getString();
        record.versions = query.getColumn(6).getString();
        record.result = Json::parse(query.getColumn(7).getString(), nullptr, false);
        list.push_back(record);
    }
    return list;
}

}  // namespace limen
