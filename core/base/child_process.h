// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace limen {

struct ChildCommand {
    /// The program (searched in PATH unless it has a slash) and its arguments, passed on as they are: no
    /// shell.
    std::vector<std::string> arguments;
    /// Written to the standard input, which then ends. A socket for the child; empty: /dev/null.
    std::span<const std::uint8_t> input;
    std::chrono::milliseconds timeout = std::chrono::seconds(60);
    /// Of standard output and of standard error each, the first bytes are kept, the rest is read and dropped.
    std::size_t keptBytes = std::size_t{64} << 20U;
};

struct ChildResult {
    int exitCode = 0;  ///< valid when signal is 0
    int signal = 0;    ///< that ended the program, or 0
    std::vector<std::uint8_t> output;
    std::string errors;      ///< standard error
    bool truncated = false;  ///< more was written than is kept

    bool succeeded() const { return signal == 0 && exitCode == 0; }
    /// "exit code 3" or "signal 11".
    std::string ending() const;
};

/// Runs a program in a process group of its own and waits for it. When the program ends, or must be ended,
/// its whole group is killed, so that nothing it started lives on. Needs Linux 5.3 (pidfd). Throws Error
/// (BadInput) if the program cannot be started, Error (Failure) after `timeout`, Cancelled on `stop`.
ChildResult runChild(const ChildCommand& command, const std::stop_token& stop);

}  // namespace limen
