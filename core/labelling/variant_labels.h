// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "labelling/face_variant.h"
#include "labelling/jnd_walk.h"

namespace limen {

/// Finds the JND points of a variant of each image: changed first, then encoded, decoded and embedded,
/// against the same uncompressed mates and distractors and at the same threshold. The variant counts as a
/// photograph of its own: what compression may lose or gain is what its own uncompressed embedding has
/// (contract.md, constraints (1) and (2)), so that it may also be unrecognised. Nothing is stored in the
/// study; `found` is called on the workers, once for each image.
WalkTotals labelVariant(const Observation& observation,
                        const JndTask& task,
                        const std::vector<ImageRecord>& images,
                        FaceVariant variant,
                        const std::function<void(const Label&)>& found,
                        const JobContext& context);

}  // namespace limen
