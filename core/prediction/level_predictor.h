// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "base/safetensors.h"
#include "codecs/codec.h"
#include "prediction/face_describer.h"
#include "prediction/jnd_predictor.h"
#include "prediction/level_decision.h"
#include "prediction/standardisation.h"

namespace limen {

/// The architectures of cards of the task jnd-level: models/level_network.h, and a weighted sum.
inline constexpr const char* levelNetworkArchitecture = "level-network";
inline constexpr const char* linearLevelArchitecture = "level-linear";

/// From a description to an answer.
class LevelModel {
public:
    virtual ~LevelModel() = default;
    /// `description`: standardised.
    virtual std::vector<float> answer(const std::vector<float>& description) = 0;
};

/// What a card of the task jnd-level says.
struct LevelCard {
    std::string codec;  ///< setting
    CodecLevels levels;
    DescriptionPlan description;
    LevelAnswer answer = LevelAnswer::Logits;
    Standardisation standardisation;
    std::string method;  ///< what it is, for whoever reads its numbers
};

/// As the card's `options`; `network` (models/level_network.h) is null where there is none.
Json levelCardOptions(const LevelCard& card, const Json& network);

/// Opens a predictor of levels alone: of the face by itself or with references, which are encoded for it.
/// Throws Error (BadInput) if codec, levels, recognizer or weights are not what the card says.
std::unique_ptr<JndPredictor> openLevelPredictor(ModelCard card, const PredictorOptions& options);

}  // namespace limen
