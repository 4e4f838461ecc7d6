// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "evaluation/report_data.h"

namespace limen {

/// The report as one HTML page that needs nothing but itself: images and charts lie inside, there are no
/// scripts, and its content security policy forbids it to load anything. Well-formed XML as well. Numbers of
/// the study carry their name in `data-field`.
std::string reportPage(const StudyReport& report);

}  // namespace limen
