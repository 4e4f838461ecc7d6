// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>

#include "codecs/codec.h"
#include "evaluation/prediction_scores.h"

namespace limen {

/// How well a predictor finds JND points.
struct SelectionScores {
    MeanOfPeople error;     ///< |selected - true|, in levels; resampled by person
    double bias = 0.0;      ///< mean of selected - true, in levels; above 0: too coarse
    double spearman = 0.0;  ///< rank correlation, ties at their mean rank; 0 when either is always the same
    double atEnds = 0.0;    ///< share of images for which the finest or the coarsest level is selected
};

/// `faces` with their true levels, `selected` of each.
SelectionScores summarizeSelection(std::span<const ScoredFace> faces,
                                   std::span<const int> selected,
                                   const CodecLevels& levels,
                                   std::uint64_t seed);

Json toJson(const SelectionScores& scores);

/// Spearman's rank correlation of two lists of equal length; 0 when either is constant.
double rankCorrelation(std::span<const double> a, std::span<const double> b);

}  // namespace limen
