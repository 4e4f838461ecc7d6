// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace limen {

/// Now in UTC as ISO 8601, to the second: "2026-11-22T00:40:12Z".
std::string utcNow();

}  // namespace limen
