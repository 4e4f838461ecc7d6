// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "models/models_api.h"

namespace limen::models {

/// The architecture "jnd-predictor": models/jnd_network.h with given weights. `options`: models/jnd_options.h
/// and `inspect` (false). Input: `images`, n x 3 x height x width, (v - 127.5) / 127.5 of 0..255, both sides
/// multiples of 16 from 32 on. Gives `jnd`, of the same shape and range: the predicted JND images, clamped.
/// With `inspect` also what lies between, `feature1` to `feature5`, `identity1` to `identity5` and
/// `residual1` to `residual5`: the levels before and behind their modules. An image's answer depends on that
/// image alone: not on its batch, its place in it, or the number of threads. Throws Error (BadInput) naming
/// the first tensor that does not fit.
std::unique_ptr<TensorNetwork> makeJndPredictor(const Json& options,
                                                const TensorMap& weights,
                                                const ExecutionOptions& execution);

}  // namespace limen::models
