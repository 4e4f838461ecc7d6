// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "models/models_api.h"

namespace limen::models {

/// How different two pictures look. `architecture`: "lpips-squeeze", "lpips-alex", "lpips-vgg" (LPIPS v0.1,
/// Zhang 2018; models/lpips_trunk.h) or "dists" (Ding 2020; models/dists.h); nullptr for others. Inputs: `a`
/// and `b`, both n x 3 x h x w, -1..1, at least 32 x 32. Gives `distance`, [n].
std::unique_ptr<TensorNetwork> makePerceptualNetwork(const std::string& architecture,
                                                     const TensorMap& weights,
                                                     const ExecutionOptions& execution);

}  // namespace limen::models
