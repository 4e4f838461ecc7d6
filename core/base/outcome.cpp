// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/outcome.h"

#include <utility>

namespace limen {

Outcome Outcome::succeeded(Json result) {
    Outcome outcome;
    outcome.result = std::move(result);
    return outcome;
}

Outcome Outcome::finished(Json result, std::vector<FailedItem> failed) {
    Outcome outcome;
    outcome.state = failed.empty() ? State::Succeeded : State::SomeItemsFailed;
    outcome.result = std::move(result);
    outcome.failedItems = std::move(failed);
    return outcome;
}

Outcome Outcome::cancelled() {
    Outcome outcome;
    outcome.state = State::Cancelled;
    return outcome;
}

Outcome Outcome::failed(const Error& error) {
    Outcome outcome;
    outcome.state = State::Failed;
    outcome.errorKind = error.kind();
    outcome.message = error.what();
    outcome.hint = error.hint();
    return outcome;
}

Outcome Outcome::failed(const std::string& message) {
    return failed(Error(ErrorKind::Failure, message));
}

int Outcome::exitCode() const {
    switch (state) {
        case State::Succeeded:
            return 0;
        case State::SomeItemsFailed:
            return 3;
        case State::Cancelled:
            return 130;
        case State::Failed:
            return errorKind == ErrorKind::BadInput ? 2 : 1;
    }
    return 1;
}

Json toJson(const std::vector<FailedItem>& items) {
    Json list = Json::array();
    for (const FailedItem& item : items)
        list.push_back({{"file", item.file}, {"reason", item.reason}});
    return list;
}

}  // namespace limen
