// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace limen {

/// Cosines of the pairs of a verification test. Genuine: two different images of one probe identity, each
/// pair once. Impostor: probe and distractor (contract: impostor pairs never cross two probes).
struct PairScores {
    std::vector<double> genuine;
    std::vector<double> impostor;
};

/// One image of the test.
struct VerificationImage {
    std::string identity;
    bool probe = true;
    std::vector<float> embedding;  ///< unit length
};

PairScores scorePairs(const std::vector<VerificationImage>& images);

struct VerificationReport {
    std::size_t genuinePairs = 0;
    std::size_t impostorPairs = 0;
    std::size_t balancedPairs = 0;  ///< of each kind in the ten folds
    double accuracy = 0.0;          ///< mean over the folds
    double deviation = 0.0;         ///< standard deviation over the folds
    struct Point {
        double far = 0.0;                ///< asked for
        std::optional<double> tar = {};  ///< none where there are fewer than 1 / far impostor pairs
        std::optional<double> threshold = {};
    };
    std::vector<Point> points;
};

/// LFW-style verification (ten folds, each judged at the threshold on squared distance, in steps of 0.01,
/// that is best on the other nine, the first of equals) on as many impostor as genuine pairs, drawn with
/// `seed`; and the share of genuine pairs accepted at the threshold of each false accept rate, over all
/// pairs. Throws Error (BadInput) when there are fewer than ten pairs of a kind.
VerificationReport verify(const PairScores& scores, const std::vector<double>& fars, std::uint64_t seed);

}  // namespace limen
