// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "prediction/coded_face.h"
#include "prediction/jnd_predictor.h"
#include "prediction/level_head.h"

namespace limen {

/// The architecture of cards whose predictor holds the codec in its hands.
inline constexpr const char* codecMixArchitecture = "codec-mix";

/// How likely each level is a coded face's JND point.
struct CodecMixModel {
    std::vector<double> mean, scale;  ///< of each feature: the head sees (feature - mean) / scale
    LevelHead head;

    /// `features` as codedFaceFeatures(); p fine to coarse, sums to 1.
    std::vector<double> probabilities(std::span<const double> features) const;
    std::map<std::string, FloatTensor> tensors() const;
    /// Throws Error (BadInput) naming what does not fit `levels` levels.
    static CodecMixModel fromTensors(const std::map<std::string, FloatTensor>& tensors, int levels);
};

/// The coarsest level that is finer than, or is, half of what `probabilities` hold: their median, the level
/// of the least expected absolute error.
int medianLevel(const CodecLevels& levels, std::span<const double> probabilities);

/// Limen's own predictor, which the paper does not have: the mean of a face's decoded levels, each weighing
/// how likely it is the face's JND point, and as level to encode at the median. Encodes every level of each
/// face. The card's options name `codec` (a setting), `levels` and `recognizer`.
/// Throws Error (BadInput) if the codec, its levels, the recognizer or the weights are not what the card
/// says.
std::unique_ptr<JndPredictor> openCodecMixPredictor(ModelCard card, const PredictorOptions& options);

}  // namespace limen
