// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "base/json.h"
#include "recognition/model_card.h"

namespace limen {

/// A recognizer that Limen trained, on its way to its card.
struct TrainedRecognizer {
    std::string name;
    std::string architecture;
    Json options = Json::object();  ///< of the architecture, with `dropout`
    ModelInput input;
    int embedding = 0;
    Json training = Json::object();  ///< how it came about: data, teachers, seeds, versions, command
};

/// Its card, for writeTrainedModel().
Json recognizerCard(const TrainedRecognizer& recognizer);

}  // namespace limen
