// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/error.h"

#include <utility>

namespace limen {

Error::Error(ErrorKind kind, const std::string& message, std::string hint)
    : std::runtime_error(message), m_kind(kind), m_hint(std::move(hint)) {}

// Out of line, so that the type's identity lives in one library.
Error::~Error() = default;

void throwBadInput(const std::string& message, const std::string& hint) {
    throw Error(ErrorKind::BadInput, message, hint);
}

void throwFailure(const std::string& message, const std::string& hint) {
    throw Error(ErrorKind::Failure, message, hint);
}

}  // namespace limen
