// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/people_split.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "training/sample_random.h"

namespace limen {

namespace {

using Unit = std::vector<std::size_t>;

void shuffle(std::vector<Unit>& units, std::uint64_t seed, std::uint64_t stream) {
    SampleRandom random(seed, stream, 0);
    for (std::size_t i = units.size(); i > 1; --i)
        std::swap(units[i - 1], units[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
}

std::vector<Unit> unitsOf(std::span<const std::int64_t> identities, SplitUnit unit) {
    std::vector<Unit> units;
    std::map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < identities.size(); ++i) {
        if (unit == SplitUnit::Image) {
            units.push_back({i});
            continue;
        }
        const auto [place, added] = places.emplace(identities[i], units.size());
        if (added)
            units.emplace_back();
        units[place->second].push_back(i);
    }
    return units;
}

std::vector<std::size_t> imagesOf(std::span<const Unit> units) {
    std::vector<std::size_t> images;
    for (const Unit& unit : units)
        images.insert(images.end(), unit.begin(), unit.end());
    std::sort(images.begin(), images.end());
    return images;
}

/// Divides what is not measured on.
TrainingSplit divided(std::vector<Unit> units, const SplitPlan& plan, std::uint64_t stream) {
    const auto wanted =
        static_cast<std::size_t>(std::lround(static_cast<double>(units.size()) * plan.validationShare));
    const std::size_t validation = std::max<std::size_t>(1, wanted);
    const char* what = plan.unit == SplitUnit::Identity ? "people" : "images";
    // Negatives come from other people of the training part.
    if (units.size() < validation + 2)
        throwBadInput(
            fmt::format("Too few {} with JND points to learn from and to choose by: {}.", what, units.size()),
            "Import and label more, or take a smaller --validation or fewer --folds.");
    shuffle(units, plan.seed, stream);
    const std::span<const Unit> all(units);
    return {imagesOf(all.subspan(validation)), imagesOf(all.first(validation)), {}};
}

}  // namespace

TrainingSplit splitOnce(std::span<const std::int64_t> identities, const SplitPlan& plan) {
    return divided(unitsOf(identities, plan.unit), plan, 0);
}

TrainingSplit splitFold(std::span<const std::int64_t> identities,
                        int folds,
                        int fold,
                        const SplitPlan& plan) {
    std::vector<Unit> units = unitsOf(identities, plan.unit);
    if (units.size() < static_cast<std::size_t>(folds))
        throwBadInput(fmt::format("{} folds cannot be made of {} {}.",
                                  folds,
                                  units.size(),
                                  plan.unit == SplitUnit::Identity ? "people" : "images"),
                      "Take fewer --folds, or import and label more.");
    // Equal ones in random order, then the largest first, each to the fold that has the fewest images.
    shuffle(units, plan.seed, 1);
    std::stable_sort(
        units.begin(), units.end(), [](const Unit& a, const Unit& b) { return a.size() > b.size(); });
    std::vector<std::size_t> filled(static_cast<std::size_t>(folds));
    std::vector<Unit> test, rest;
    for (const Unit& unit : units) {
        const auto smallest = std::min_element(filled.begin(), filled.end());
        *smallest += unit.size();
        (smallest - filled.begin() == fold ? test : rest).push_back(unit);
    }
    TrainingSplit split = divided(std::move(rest), plan, static_cast<std::uint64_t>(fold) + 2);
    split.test = imagesOf(test);
    return split;
}

}  // namespace limen
