// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/selection_scores.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace limen {

namespace {

/// Places in rising order from 0, equal values at the mean of theirs.
std::vector<double> ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&values](std::size_t a, std::size_t b) {
        return values[a] < values[b];
    });
    std::vector<double> result(values.size());
    for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            result[order[i]] = 0.5 * static_cast<double>(first + end - 1);
    }
    return result;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto count = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / count;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / count;
    double together = 0.0, squareA = 0.0, squareB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (a[i] - meanA) * (b[i] - meanB);
        squareA += std::pow(a[i] - meanA, 2.0);
        squareB += std::pow(b[i] - meanB, 2.0);
    }
    return squareA > 0.0 && squareB > 0.0 ? together / std::sqrt(squareA * squareB) : 0.0;
}

}  // namespace

double rankCorrelation(std::span<const double> a, std::span<const double> b) {
    return a.empty() ? 0.0 : correlation(ranks(a), ranks(b));
}

SelectionScores summarizeSelection(std::span<const ScoredFace> faces,
                                   std::span<const int> selected,
                                   const CodecLevels& levels,
                                   std::uint64_t seed) {
    SelectionScores scores;
    if (faces.empty())
        return scores;
    std::vector<std::int64_t> identities;
    std::vector<double> errors, truth, chosen;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const int place = levels.indexOf(selected[i]);
        const int difference = place - levels.indexOf(faces[i].level);
        identities.push_back(faces[i].identity);
        errors.push_back(std::abs(difference));
        truth.push_back(levels.indexOf(faces[i].level));
        chosen.push_back(place);
        scores.bias += difference;
        scores.atEnds += place == 0 || place == levels.count() - 1 ? 1.0 : 0.0;
    }
    const auto count = static_cast<double>(faces.size());
    scores.bias /= count;
    scores.atEnds /= count;
    scores.error = meanOfPeople(identities, errors, seed);
    scores.spearman = rankCorrelation(truth, chosen);
    return scores;
}

Json toJson(const SelectionScores& scores) {
    return {{"error", toJson(scores.error)},
            {"bias", scores.bias},
            {"spearman", scores.spearman},
            {"at_ends", scores.atEnds}};
}

}  // namespace limen
