// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>

#include "base/json.h"
#include "models/models_api.h"
#include "recognition/model_card.h"

namespace limen {

/// A recognizer that Limen trained, on its way to a file and a card.
struct TrainedRecognizer {
    std::string name;
    std::string architecture;
    Json options = Json::object();  ///< of the architecture, with `dropout`
    ModelInput input;
    int embedding = 0;
    Json training = Json::object();  ///< how it came about: data, teachers, seeds, versions, command
};

/// Writes NAME.safetensors (F16 weights) and NAME.json into `folder`. Returns the card. Throws Error
/// (Failure).
std::filesystem::path writeRecognizer(const std::filesystem::path& folder,
                                      const TrainedRecognizer& recognizer,
                                      const models::TensorMap& weights);

/// Sets the card's `measured`; what a card measures does not change what it means.
void addMeasurement(const std::filesystem::path& card, const Json& measured);

}  // namespace limen
