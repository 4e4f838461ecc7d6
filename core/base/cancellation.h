// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <exception>
#include <stop_token>

namespace limen {

/// Thrown by throwIfStopped(); becomes Outcome::cancelled at the border of a job, never an error.
class Cancelled : public std::exception {
public:
    ~Cancelled() override;
    const char* what() const noexcept override;
};

/// Throws Cancelled when a stop was requested. Call it between items.
void throwIfStopped(const std::stop_token& stop);

}  // namespace limen
