// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "prediction/face_describer.h"
#include "prediction/standardisation.h"
#include "quality/face_quality.h"

namespace limen {

/// The architecture of cards of the task face-quality whose network (models/level_network.h, a regression)
/// sees how a recognizer describes a face.
inline constexpr const char* describedQualityArchitecture = "described-quality";

/// What such a card says, as its `options`; `network` as models/level_network.h takes it. `title` is how
/// tables name the model, `method` what it is.
Json describedQualityOptions(const DescriptionPlan& plan,
                             const Json& network,
                             const std::string& title,
                             const std::string& method);

/// Scores are as the network gives them, which may lie somewhat outside of the labels' 0..100. Throws Error
/// (BadInput) if recognizer or weights are not what the card says.
std::unique_ptr<FaceQuality> openDescribedQuality(const ModelCard& card, const QualityOptions& options);

}  // namespace limen
