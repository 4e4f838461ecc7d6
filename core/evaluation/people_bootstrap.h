// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace limen {

/// A number and its 95 % interval over people.
struct MeanOfPeople {
    double mean = 0.0, lower = 0.0, upper = 0.0;
    double undefinedShare = 0.0;  ///< of the samples: the number is not defined there

    /// Samples without the number may all lie at one side of it. With more of them than an end of the
    /// interval leaves out, the interval would be too narrow there.
    bool hasInterval() const { return undefinedShare <= 0.025; }
};

/// What a number is for everybody, and between what it lies for 95 % of 2,000 samples of as many people,
/// drawn with replacement (percentile bootstrap): images of one person are not independent, people are.
/// `statistic` gets the people of a sample, as places from 0 to people - 1, and gives nothing where the
/// number is not defined; nothing is the answer where it is not for everybody.
std::optional<MeanOfPeople> bootstrapPeople(
    std::size_t people,
    std::uint64_t seed,
    const std::function<std::optional<double>(std::span<const std::size_t> drawn)>& statistic);

}  // namespace limen
