// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace limen {

/// One item of a batch that could not be processed.
struct FailedItem {
    std::string file;
    std::string reason;
};

/// How a job ended. A value: no exception crosses a thread or leaves a job.
struct Outcome {
    enum class State { Succeeded, SomeItemsFailed, Cancelled, Failed };

    State state = State::Succeeded;
    Json result = Json::object();         ///< the verb's --json object
    std::vector<FailedItem> failedItems;  ///< for SomeItemsFailed
    ErrorKind errorKind = ErrorKind::Failure;
    std::string message;  ///< for Failed: one sentence
    std::string hint;     ///< for Failed: what to do about it; may be empty

    static Outcome succeeded(Json result);
    /// SomeItemsFailed if `failed` is not empty, else Succeeded.
    static Outcome finished(Json result, std::vector<FailedItem> failed);
    static Outcome cancelled();
    static Outcome failed(const Error& error);
    static Outcome failed(const std::string& message);

    /// 0 succeeded; 1 failed; 2 bad input; 3 some items failed; 130 cancelled (contract.md).
    int exitCode() const;
};

/// `[{"file": ..., "reason": ...}, ...]`
Json toJson(const std::vector<FailedItem>& items);

}  // namespace limen
