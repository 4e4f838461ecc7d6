// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "recognition/model_card.h"
#include "recognition/recognizer.h"

namespace limen {

/// A recognizer of format "safetensors", run by LibTorch in limen_models.
std::unique_ptr<Recognizer> openTorchRecognizer(const ModelCard& card, const RecognizerOptions& options);

}  // namespace limen
