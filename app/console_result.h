// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/json.h"

namespace limen {

/// A job's result for people: scalars as aligned "name: value" lines, lists of objects as tables, and objects
/// of numbers (a histogram) as bars.
std::string formatResult(const Json& result);

}  // namespace limen
