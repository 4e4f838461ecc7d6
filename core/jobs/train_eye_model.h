// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "jobs/job.h"
#include "training/structural_visibility_training.h"

namespace limen {

// What `train` takes and does for eye models.

std::vector<ParamSpec> eyeModelTrainingParams();

/// Whether --model names one.
bool isEyeModelTraining(const Params& params);

StructuralVisibilityOptions eyeModelTrainingOptionsOf(const Params& params);

/// The JND images that the model of a card makes of faces.
std::vector<RgbImage> eyeModelImages(const JndFaces& faces,
                                     const std::vector<std::size_t>& places,
                                     const std::filesystem::path& card,
                                     const JobContext& context);

}  // namespace limen
