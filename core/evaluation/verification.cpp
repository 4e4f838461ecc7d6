// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/verification.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

#include "base/error.h"

namespace limen {

namespace {

constexpr std::size_t folds = 10;
constexpr std::size_t thresholds = 400;  // squared distances of unit vectors: 0..4 in steps of 0.01

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0, std::plus<>(), [](float x, float y) {
        return static_cast<double>(x) * static_cast<double>(y);
    });
}

/// Right decisions of one fold at every threshold.
using Right = std::array<std::size_t, thresholds>;

void count(const std::vector<double>& cosines, bool genuine, std::array<Right, folds>& right) {
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        const double squaredDistance = 2.0 - 2.0 * cosines[i];
        for (std::size_t t = 0; t < thresholds; ++t)
            right[i % folds][t] += (squaredDistance < 0.01 * static_cast<double>(t)) == genuine ? 1U : 0U;
    }
}

}  // namespace

PairScores scorePairs(const std::vector<VerificationImage>& images) {
    PairScores scores;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!images[i].probe)
            continue;
        for (std::size_t j = 0; j < images.size(); ++j) {
            if (!images[j].probe)
                scores.impostor.push_back(cosine(images[i].embedding, images[j].embedding));
            else if (j > i && images[i].identity == images[j].identity)
                scores.genuine.push_back(cosine(images[i].embedding, images[j].embedding));
        }
    }
    return scores;
}

VerificationReport verify(const PairScores& scores, const std::vector<double>& fars, std::uint64_t seed) {
    VerificationReport report;
    report.genuinePairs = scores.genuine.size();
    report.impostorPairs = scores.impostor.size();
    report.balancedPairs = std::min(report.genuinePairs, report.impostorPairs);
    if (report.balancedPairs < folds)
        throwBadInput(
            fmt::format("There are only {} genuine and {} impostor pairs; ten folds need ten of each.",
                        report.genuinePairs,
                        report.impostorPairs),
            "Import more people: probes with several images each, and distractors.");
    std::mt19937_64 random(seed);
    const auto drawn = [&](std::vector<double> all) {
        std::shuffle(all.begin(), all.end(), random);
        all.resize(report.balancedPairs);
        return all;
    };
    std::array<Right, folds> right{};
    count(drawn(scores.genuine), true, right);
    count(drawn(scores.impostor), false, right);
    std::vector<double> accuracies;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        Right others{};
        for (std::size_t other = 0; other < folds; ++other)
            for (std::size_t t = 0; other != fold && t < thresholds; ++t)
                others[t] += right[other][t];
        const auto best = static_cast<std::size_t>(
            std::distance(others.begin(), std::max_element(others.begin(), others.end())));
        const std::size_t pairs = 2 * ((report.balancedPairs + folds - 1 - fold) / folds);
        accuracies.push_back(static_cast<double>(right[fold][best]) / static_cast<double>(pairs));
    }
    report.accuracy = std::accumulate(accuracies.begin(), accuracies.end(), 0.0) / folds;
    double squares = 0.0;
    for (const double accuracy : accuracies)
        squares += (accuracy - report.accuracy) * (accuracy - report.accuracy);
    report.deviation = std::sqrt(squares / folds);

    std::vector<double> impostors = scores.impostor;
    std::sort(impostors.begin(), impostors.end(), std::greater<>());
    for (const double far : fars) {
        VerificationReport::Point point{far, {}, {}};
        // As t0 of the labels: the (k+1)-th largest impostor, k = floor(far x pairs), accepted above it.
        const auto k = static_cast<std::size_t>(far * static_cast<double>(impostors.size()) + 1e-9);
        if (k > 0 && k < impostors.size()) {
            point.threshold = impostors[k];
            const auto accepted = std::count_if(scores.genuine.begin(),
                                                scores.genuine.end(),
                                                [&](double score) { return score > impostors[k]; });
            point.tar = static_cast<double>(accepted) / static_cast<double>(scores.genuine.size());
        }
        report.points.push_back(point);
    }
    return report;
}

}  // namespace limen
