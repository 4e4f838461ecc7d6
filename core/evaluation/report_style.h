// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace limen {

/// The report's style sheet: light and dark after the reader's system, always light on paper.
extern const char* const reportStyle;

}  // namespace limen
