// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "image/rgb_image.h"

namespace limen {

/// The name of the model that Limen ships.
inline constexpr const char* builtInSampler = "limen-faces";

/// A photograph of a person who does not exist.
struct SampledFace {
    RgbImage photo;    ///< 250x250, head and background, the face somewhere near the middle
    RgbImage aligned;  ///< 112x112, in the place of the template (spec/fr_systems.md section 4)
};

/// Makes people who do not exist. An instance belongs to one thread.
class FaceSampler {
public:
    virtual ~FaceSampler();
    /// Photograph number `image` of person number `person`. The same numbers and seed give the same
    /// photograph; another image of the same person shows the person in another pose, light and mood.
    virtual SampledFace sample(std::uint64_t seed, std::uint64_t person, std::uint64_t image) = 0;
};

/// What decides its pictures besides the seed: the hash of the shipped model's card and files.
/// Throws Error (BadInput) when it is missing.
std::string faceSamplerIdentity();

/// Opens the sampler that Limen ships. `threads`: threads within one call.
/// Throws Error (BadInput or Failure) when its files are missing or damaged.
std::unique_ptr<FaceSampler> openFaceSampler(int threads);

}  // namespace limen
