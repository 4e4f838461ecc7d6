// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace limen {

/// The report's style sheet: light and dark after the reader's system, always light on paper.
std::string reportStyle();

}  // namespace limen
