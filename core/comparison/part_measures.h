// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "comparison/part_measurement.h"
#include "recognition/recognizer.h"

namespace limen {

/// Do predicted JND images keep who they show? The Euclidean distance between unit embeddings of the JND
/// images predicted for two photographs, 0..2: "distance_positive" is a face's mean over the other faces of
/// its person in the part (NaN without one), "distance_negative" over the faces of other people (Tian 2022,
/// Table IV, whose values are those of such distances: spec/jnd_fr_model.md section 5).
PartMeasure identityDistances(const std::string& recognizer, const RecognizerOptions& options);

}  // namespace limen
