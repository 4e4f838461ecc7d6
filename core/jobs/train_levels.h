// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <vector>

#include "jobs/job.h"
#include "training/level_training.h"

namespace limen {

// What `train` takes and does for predictors of levels.

std::vector<ParamSpec> levelTrainingParams();

/// Whether --model names one.
bool predictsLevels(const Params& params);

/// What they see of the faces that are labelled. Throws Error (BadInput) for a reference that is no level of
/// the codec.
FaceDescriptions faceDescriptionsOf(Study& study,
                                    const LabelSet& labels,
                                    const Params& params,
                                    std::shared_ptr<const JndFaces> faces);

LevelTrainingOptions levelTrainingOptionsOf(const Params& params);

/// How well the levels of a model are chosen for faces that it has not seen.
Json measuredLevels(const JndFaces& faces,
                    const CodecLevels& levels,
                    const std::vector<std::size_t>& test,
                    const std::filesystem::path& card,
                    const JobContext& context);

}  // namespace limen
