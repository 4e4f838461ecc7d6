// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "recognition/model_card.h"

namespace limen {

/// A recognizer that another network can learn from, its files verified: RGB, run by LibTorch from
/// safetensors. `purpose` ends the sentence of the Error (BadInput) for any other: "X cannot `purpose`".
ModelCard openTeacher(const std::string& nameOrCard, const std::string& purpose);

/// As trainers take it (models/frozen_recognizer.h).
Json frozenRecognizerOptions(const ModelCard& card);

/// Name, identity, licence and source, for settings and cards.
Json describeTeacher(const ModelCard& card);

}  // namespace limen
