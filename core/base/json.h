// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <nlohmann/json.hpp>

namespace limen {

/// JSON whose objects keep the order in which their keys were added, so that results read as documented.
using Json = nlohmann::ordered_json;

}  // namespace limen
