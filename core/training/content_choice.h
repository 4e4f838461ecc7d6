// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "base/json.h"

namespace limen {

/// What the content loss of a JND predictor looks with.
struct ContentChoice {
    Json trainerOptions;   ///< models/content_features.h; null: there is no content loss
    Json description;      ///< for the settings of a run
    std::string sentence;  ///< for its log
};

/// `name`: "none"; a card of the task content-features (VGG-19) or face-recognition; or "auto": the first
/// installed one of content-features, else the recognizer that Limen ships. Throws Error (BadInput).
ContentChoice chooseContent(const std::string& name);

}  // namespace limen
