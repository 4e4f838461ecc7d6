// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "recognition/model_card.h"
#include "recognition/recognizer.h"

namespace limen {

/// The card of "hog-baseline", the only recognizer without weights.
ModelCard hogBaselineCard();

/// Histograms of oriented gradients (Dalal & Triggs 2005) of the grey face, minus their mean, as a unit vector: a
/// baseline that needs no training, for demonstrations and for tests. It is far weaker than any network.
std::unique_ptr<Recognizer> openHogRecognizer(const ModelCard& card, const RecognizerOptions& options);

}  // namespace limen
