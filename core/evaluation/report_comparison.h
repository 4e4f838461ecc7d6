// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "evaluation/report_data.h"
#include "evaluation/report_sections.h"

namespace limen {

/// The label sets of a study beside one another. Those that differ in nothing but the codec setting are
/// compared in shared charts and a table; where recognizers, FARs or readings differ as well, a table of all
/// sets follows. Adds nothing where there is one set.
void addComparison(const StudyReport& report, PageText& page);

}  // namespace limen
