// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <vector>

#include "evaluation/prediction_scores.h"
#include "training/jnd_faces.h"

namespace limen {

/// Scores of predicted images, in the order of `measured`.
std::vector<ScoredFace> scorePredictions(const JndFaces& faces,
                                         std::span<const std::size_t> measured,
                                         const std::vector<RgbImage>& predicted);

/// The faces alone, for those who predict levels and no images: nothing of how far an image lies off.
std::vector<ScoredFace> unscoredFaces(const JndFaces& faces, std::span<const std::size_t> measured);

}  // namespace limen
