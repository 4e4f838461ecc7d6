// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>

#include "base/json.h"
#include "models/models_api.h"

namespace limen {

/// Writes NAME.safetensors, weights of two and more dimensions as F16, and NAME.json, the card: `card` with
/// `format`, `files` and `sha256` added. `card` needs the other keys a card must have (contract.md, "Cards").
/// Returns the card's path. Throws Error (Failure).
std::filesystem::path writeTrainedModel(const std::filesystem::path& folder,
                                        const models::TensorMap& weights,
                                        Json card);

/// Sets the card's `measured`; what a card measures does not change what it means.
void addMeasurement(const std::filesystem::path& card, const Json& measured);

/// Adds to what the card says of its training.
void addTrainingFacts(const std::filesystem::path& card, const Json& facts);

/// Who made a model, for its card: versions of Limen and of the libraries that computed it.
Json trainingVersions();

}  // namespace limen
