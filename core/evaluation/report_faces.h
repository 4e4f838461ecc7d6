// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "evaluation/report_data.h"

namespace limen {

/// The range of a residual map that 99.5 % of the pixels of all faces stay within, rounded up to a round
/// number of grey levels; one for all of them, so that they can be compared.
int residualRange(const std::vector<ReportFace>& faces);

/// A column of faces: original, JND image and residual map with their numbers.
std::string faceColumn(const std::vector<ReportFace>& faces, const CodecLevels& levels, int range);

/// The colours of residualPicture() with their grey levels.
std::string residualScale(int range);

}  // namespace limen
