// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.h"

namespace limen {

/// Something that happened to a run before its step `step`.
struct RunEvent {
    std::string time;  ///< ISO 8601, UTC
    std::int64_t step = 0;
    /// "started", "branched", "resumed", "changed", "paused", "continued", "best", "stopped", "ended early",
    /// "finished", "cancelled", "failed"
    std::string what;
    Json details = Json::object();  ///< of "changed": the settings and their new values;
                                    ///< of "started" and "resumed": versions
};

/// What happened to a run, one JSON object a line; written whole or not at all.
class RunHistory {
public:
    explicit RunHistory(std::filesystem::path file) : m_file(std::move(file)) {}

    /// Empty where there is none. A last line that was cut off is left out. Throws Error (BadInput) for a
    /// file of something else.
    std::vector<RunEvent> read() const;
    /// Throws Error (Failure).
    void add(std::int64_t step, const std::string& what, const Json& details = Json::object()) const;

private:
    std::filesystem::path m_file;
};

}  // namespace limen
