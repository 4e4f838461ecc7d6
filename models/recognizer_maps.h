// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "models/models_api.h"

namespace limen::models {

/// What a recognizer sees on its way to an embedding: the means over the picture of the last two maps before
/// a halving and of the last map of all (FrozenChain::features()); for a recognizer of 112x112 faces these
/// measure 14x14 and 7x7. `options`: a recognizer as in models/frozen_recognizer.h. `images`, n x 3 x 112 x
/// 112, -1..1, in, `features`, n x channels of both, out. Throws Error (BadInput).
std::unique_ptr<TensorNetwork> makeRecognizerMaps(const Json& options, const ExecutionOptions& execution);

}  // namespace limen::models
