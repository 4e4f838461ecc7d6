// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>

namespace limen {

/// Whose fault an error is; decides the exit code (contract.md, "Exit codes by case").
enum class ErrorKind {
    BadInput,  ///< options, cards, files or folders named by the user: exit code 2
    Failure,   ///< the work could not be done: exit code 1
};

/// One sentence for the user: what went wrong and where; `hint()` says what to do about it.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message, std::string hint = {});
    ~Error() override;
    Error(const Error&) = default;

    ErrorKind kind() const { return m_kind; }
    const std::string& hint() const { return m_hint; }

private:
    ErrorKind m_kind;
    std::string m_hint;
};

/// The caller named something that cannot be used (exit code 2).
[[noreturn]] void throwBadInput(const std::string& message, const std::string& hint = {});
/// The work failed (exit code 1).
[[noreturn]] void throwFailure(const std::string& message, const std::string& hint = {});

}  // namespace limen
