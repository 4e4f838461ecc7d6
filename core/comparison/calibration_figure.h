// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "comparison/calibration.h"
#include "comparison/figure_store.h"

namespace limen {

/// One small chart for each choice whose selected levels fall into more than one bin: mean and standard
/// deviation of the true JND points over the selected level, beside the line where both are equal. Id, notes
/// and `about` are left to the caller. Nothing where there is no such choice.
std::optional<StoredFigure> calibrationFigure(const std::vector<Calibration>& calibrations,
                                              const CodecLevels& levels);

}  // namespace limen
