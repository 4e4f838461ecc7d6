// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/json.h"

namespace limen {

/// A job's result for people: scalars as aligned "name: value" lines, lists of objects, and objects side by
/// side that have the same members, as tables, numbers by level (a histogram) as bars, and what lies deeper
/// indented below its name.
std::string formatResult(const Json& result);

}  // namespace limen
