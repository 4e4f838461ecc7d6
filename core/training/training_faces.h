// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "image/rgb_image.h"
#include "study/study.h"

namespace limen {

/// Aligned faces to learn from, by person.
struct TrainingFaces {
    std::vector<std::vector<RgbImage>> people;
    std::size_t images = 0;
    std::string hash;  ///< SHA-256 over identities and hashes of the photographs
};

/// All faces of a study except those of `heldOut`. Throws Error (BadInput) when fewer than two people remain.
TrainingFaces loadTrainingFaces(Study& study,
                                const std::set<std::string>& heldOut,
                                const JobContext& context);

}  // namespace limen
