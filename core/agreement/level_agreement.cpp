// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "agreement/level_agreement.h"

#include <cstdlib>
#include <map>
#include <set>

#include "evaluation/prediction_scores.h"
#include "evaluation/selection_scores.h"

namespace limen {

LevelAgreement compareLevels(std::span<const LevelPair> pairs, std::uint64_t seed) {
    LevelAgreement result;
    result.images = pairs.size();
    if (pairs.empty())
        return result;
    constexpr int nearby = 2;
    std::vector<std::int64_t> identities;
    std::vector<double> error, bias, same, near, first, second;
    for (const LevelPair& pair : pairs) {
        const int difference = pair.second - pair.first;
        identities.push_back(pair.identity);
        error.push_back(std::abs(difference));
        bias.push_back(difference);
        same.push_back(difference == 0 ? 1.0 : 0.0);
        near.push_back(std::abs(difference) <= nearby ? 1.0 : 0.0);
        first.push_back(pair.first);
        second.push_back(pair.second);
    }
    result.people = std::set<std::int64_t>(identities.begin(), identities.end()).size();
    result.error = meanOfPeople(identities, error, seed);
    result.bias = meanOfPeople(identities, bias, seed);
    result.same = meanOfPeople(identities, same, seed);
    result.near = meanOfPeople(identities, near, seed);
    result.spearman = rankCorrelationOfPeople(identities, first, second, seed);
    return result;
}

std::optional<MeanOfPeople> rankCorrelationOfPeople(std::span<const std::int64_t> identities,
                                                    std::span<const double> a,
                                                    std::span<const double> b,
                                                    std::uint64_t seed) {
    std::map<std::int64_t, std::size_t> placeOf;
    std::vector<std::vector<std::size_t>> imagesOf;
    for (std::size_t i = 0; i < identities.size(); ++i) {
        const auto [found, isNew] = placeOf.emplace(identities[i], imagesOf.size());
        if (isNew)
            imagesOf.emplace_back();
        imagesOf[found->second].push_back(i);
    }
    std::vector<double> drawnA, drawnB;
    return bootstrapPeople(
        imagesOf.size(), seed, [&](std::span<const std::size_t> drawn) -> std::optional<double> {
            drawnA.clear();
            drawnB.clear();
            for (const std::size_t person : drawn)
                for (const std::size_t image : imagesOf[person]) {
                    drawnA.push_back(a[image]);
                    drawnB.push_back(b[image]);
                }
            return rankCorrelation(drawnA, drawnB);
        });
}

Json toJson(const std::optional<MeanOfPeople>& mean) {
    return mean ? toJson(*mean) : Json();
}

Json toJson(const LevelAgreement& agreement) {
    return {{"images", agreement.images},
            {"people", agreement.people},
            {"error", toJson(agreement.error)},
            {"bias", toJson(agreement.bias)},
            {"same", toJson(agreement.same)},
            {"within_two", toJson(agreement.near)},
            {"spearman", toJson(agreement.spearman)}};
}

}  // namespace limen
