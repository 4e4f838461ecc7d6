// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "evaluation/report_sections.h"

namespace limen {

/// The tables and figures that the study keeps, each with what it was made from; nothing where it keeps none.
void addResults(const StudyReport& report, PageText& page);

}  // namespace limen
