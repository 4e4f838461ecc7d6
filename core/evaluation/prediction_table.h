// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "evaluation/prediction_scores.h"
#include "prediction/jnd_predictor.h"
#include "study/encoding_table.h"
#include "training/jnd_faces.h"

namespace limen {

/// One way of predicting JND images, on the faces that are measured, in their order.
struct PredictionRow {
    std::string name;
    std::string note;  ///< what was chosen for it, and on whom
    std::vector<ScoredFace> faces;
    std::vector<int> selected;   ///< the level to encode each at
    bool predictsImages = true;  ///< else `faces` are those of unscoredFaces()
};

/// What a JND image can be predicted with when nothing but the study is at hand; whoever predicts better has
/// seen more than these:
/// - "original": the face itself, unchanged; eq. (8) selects the finest level for it;
/// - "constant QP n": the image at one level for all, the one with the least mean squared error to the JND
///   images of those who are learned from;
/// - "codec mix": the mean of the face's decoded levels, each weighing as often as it is the JND point of
///   those who are learned from.
/// Levels are selected by eq. (8).
/// `learned`, `measured`: places in `faces`. Every level of these images must be stored. Throws Error
/// (Failure) naming one that is not.
std::vector<PredictionRow> baselinePredictions(Study& study,
                                               const CodecRecord& codec,
                                               const JndFaces& faces,
                                               std::span<const std::size_t> learned,
                                               std::span<const std::size_t> measured,
                                               const JobContext& context);

/// Scores of predicted images, in the order of `measured`.
std::vector<ScoredFace> scorePredictions(const JndFaces& faces,
                                         std::span<const std::size_t> measured,
                                         const std::vector<RgbImage>& predicted);

/// The faces alone, for those who predict levels and no images: nothing of how far an image lies off.
std::vector<ScoredFace> unscoredFaces(const JndFaces& faces, std::span<const std::size_t> measured);

/// The level of each prediction that names one, and for others the one most like the predicted image (eq. 8),
/// in the order of `measured`.
std::vector<int> selectedLevels(const Study& study,
                                const CodecRecord& codec,
                                const JndFaces& faces,
                                std::span<const std::size_t> measured,
                                const std::vector<JndPrediction>& predicted,
                                const JobContext& context);

}  // namespace limen
