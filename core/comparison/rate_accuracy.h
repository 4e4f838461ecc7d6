// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/json.h"
#include "evaluation/prediction_scores.h"
#include "evaluation/recognition_grid.h"

namespace limen {

/// Rate and recognition of images that are encoded at one level each. Not a number where there are no genuine
/// (or no impostor) pairs to count.
struct OperatingRate {
    double bpp = 0.0;         ///< mean over images
    double accuracy = 0.0;    ///< ACC: share of all genuine pairs accepted at t0
    double byIdentity = 0.0;  ///< mean over identities of their share
    double far = 0.0;         ///< share of impostor pairs accepted at t0
};

/// Some images of a grid, and what a recognizer decides about them at every level.
class RateAccuracy {
public:
    /// `images`: those that are asked about, in this order. Throws Error (Failure) when one is not in the
    /// grid.
    RateAccuracy(const RecognitionGrid& grid, std::span<const std::int64_t> images);

    const std::vector<int>& levels() const { return m_grid->levels; }
    /// All at one level.
    OperatingRate at(int level) const;
    /// Each at its own level. Throws Error (BadInput) for a level that the codec does not have.
    OperatingRate at(std::span<const int> selected) const;

    /// Beside the curve of all constant levels, linear between neighbours in order of their rate.
    struct Difference {
        /// ACC at the same rate, in shares (0.01: one point), above 0: better than the curve.
        std::optional<MeanOfPeople> accuracy;
        /// Rate at the same ACC as a share of the curve's, below 0: fewer bits. The curve is made monotone
        /// first: where it falls with more bits, they buy nothing.
        std::optional<MeanOfPeople> rate;
    };
    /// With 95 % intervals over people (2,000 samples of as many people); nothing where the point lies
    /// outside the curve, or where there are no genuine pairs.
    Difference difference(std::span<const int> selected, std::uint64_t seed) const;

private:
    struct Sums;
    Sums sumsOf(std::span<const int> selected) const;

    const RecognitionGrid* m_grid;
    std::vector<const ProbeGrid*> m_probes;
};

Json toJson(const OperatingRate& rate);
Json toJson(const RateAccuracy::Difference& difference);

}  // namespace limen
