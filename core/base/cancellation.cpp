// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/cancellation.h"

namespace limen {

Cancelled::~Cancelled() = default;

const char* Cancelled::what() const noexcept {
    return "cancelled";
}

void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Cancelled();
}

}  // namespace limen
