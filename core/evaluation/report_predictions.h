// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "evaluation/report_data.h"

namespace limen {

/// Predicts the JND images of the faces a report shows. `predictor`: an installed model or a card. What keeps
/// it from being used stands in the report, which is worth reading without it.
void addPredictions(StudyReport& report, const std::string& predictor, const JobContext& context);

}  // namespace limen
