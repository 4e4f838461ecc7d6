// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/json.h"
#include "evaluation/people_bootstrap.h"

namespace limen {

/// One image's JND point as found twice, as places among the codec's levels, 0 the finest: whatever the codec
/// calls its levels, larger is coarser.
struct LevelPair {
    std::int64_t identity = 0;
    int first = 0;
    int second = 0;
};

/// How far JND points agree that were found twice; all intervals over people.
struct LevelAgreement {
    std::size_t images = 0;
    std::size_t people = 0;
    std::optional<MeanOfPeople> error;     ///< |second - first|, in levels
    std::optional<MeanOfPeople> bias;      ///< second - first, in levels; above 0: the second is coarser
    std::optional<MeanOfPeople> same;      ///< share found at the same level
    std::optional<MeanOfPeople> near;      ///< share at most two levels apart
    std::optional<MeanOfPeople> spearman;  ///< rank correlation
};

/// Nothing but zero counts without pairs.
LevelAgreement compareLevels(std::span<const LevelPair> pairs, std::uint64_t seed);

/// Spearman's rank correlation of two numbers of images, with its interval over people; nothing without
/// images. All three lists are of one length.
std::optional<MeanOfPeople> rankCorrelationOfPeople(std::span<const std::int64_t> identities,
                                                    std::span<const double> a,
                                                    std::span<const double> b,
                                                    std::uint64_t seed);

Json toJson(const std::optional<MeanOfPeople>& mean);
Json toJson(const LevelAgreement& agreement);

}  // namespace limen
