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

/// What a card of this architecture says.
struct CodecMixCard {
    CodecMixModel model;
    std::string codec;  ///< setting
    CodecLevels levels;
    std::string recognizer;  ///< whose embeddings the model knows; a name or card
};

/// Reads the card's options and weights. Throws Error (BadInput) for what is missing or does not fit.
CodecMixCard readCodecMixCard(const ModelCard& card);

/// The mean of the decoded levels, each weighing how likely it is the JND point, and their median.
JndPrediction predictFrom(const CodedFace& face, const CodecMixCard& card, Recognizer& recognizer);

/// Limen's own predictor, which the paper does not have: predictFrom() after encoding every level of each
/// face. Throws Error (BadInput) if codec, levels, recognizer or weights are not what the card says.
std::unique_ptr<JndPredictor> openCodecMixPredictor(ModelCard card, const PredictorOptions& options);

}  // namespace limen
