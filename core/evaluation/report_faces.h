// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "evaluation/report_data.h"

namespace limen {

/// commonRange() of the residual maps of all faces.
int residualRange(const std::vector<ReportFace>& faces);

/// A column of faces: original, JND image and residual map with their numbers.
std::string faceColumn(const std::vector<ReportFace>& faces, const CodecLevels& levels, int range);

/// The colours of residualPicture() with their grey levels, 368 by 40 pixels; `ink`: the colour of the
/// numbers.
std::string residualScale(int range, const std::string& ink = "var(--ink)");

}  // namespace limen
