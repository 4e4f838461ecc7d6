// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/scored_predictions.h"

namespace limen {

std::vector<ScoredFace> scorePredictions(const JndFaces& faces,
                                         std::span<const std::size_t> measured,
                                         const std::vector<RgbImage>& predicted) {
    std::vector<ScoredFace> scores;
    for (std::size_t i = 0; i < measured.size(); ++i) {
        const JndFace& face = faces.faces[measured[i]];
        scores.push_back(scoreFace(face.identityId, face.level, face.jnd, predicted[i]));
    }
    return scores;
}

std::vector<ScoredFace> unscoredFaces(const JndFaces& faces, std::span<const std::size_t> measured) {
    std::vector<ScoredFace> unscored;
    for (const std::size_t place : measured)
        unscored.push_back({faces.faces[place].identityId, faces.faces[place].level, 0.0});
    return unscored;
}

}  // namespace limen
