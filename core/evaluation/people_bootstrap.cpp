// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/people_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace limen {

namespace {

constexpr int samples = 2000;

}  // namespace

std::optional<MeanOfPeople> bootstrapPeople(
    std::size_t people,
    std::uint64_t seed,
    const std::function<std::optional<double>(std::span<const std::size_t> drawn)>& statistic) {
    std::vector<std::size_t> drawn(people);
    std::iota(drawn.begin(), drawn.end(), std::size_t{0});
    const std::optional<double> all = people == 0 ? std::nullopt : statistic(drawn);
    if (!all)
        return std::nullopt;
    std::mt19937_64 random(seed);
    std::vector<double> found;
    for (int sample = 0; sample < samples; ++sample) {
        for (std::size_t& person : drawn)
            person = random() % people;  // not a standard distribution: its numbers differ between libraries
        if (const std::optional<double> number = statistic(drawn))
            found.push_back(*number);
    }
    const double undefinedShare = 1.0 - static_cast<double>(found.size()) / samples;
    if (found.empty())
        return MeanOfPeople{*all, *all, *all, undefinedShare};
    std::sort(found.begin(), found.end());
    const auto quantile = [&found](double share) {
        return found[static_cast<std::size_t>(std::lround(share * static_cast<double>(found.size() - 1)))];
    };
    return MeanOfPeople{*all, quantile(0.025), quantile(0.975), undefinedShare};
}

}  // namespace limen
