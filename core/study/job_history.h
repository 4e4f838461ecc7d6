// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "study/study.h"

namespace limen {

struct JobRecord {
    std::int64_t id = 0;
    std::string verb;
    Json parameters;
    std::string started;   ///< ISO 8601, UTC
    std::string finished;  ///< empty: running, or killed
    std::string outcome;   ///< "succeeded", "some items failed", "cancelled", "failed: ..."
    std::string versions;  ///< of Limen and its libraries
    Json result;
};

/// What was done to a study: verb, parameters, versions, result; so that every number can be made again.
class JobHistory {
public:
    explicit JobHistory(Study& study) : m_study(&study) {}

    std::int64_t begin(const std::string& verb, const Json& parameters);
    void finish(std::int64_t id, const std::string& outcome, const Json& result);
    std::vector<JobRecord> all() const;

private:
    Study* m_study;
};

}  // namespace limen
