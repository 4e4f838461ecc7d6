// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "comparison/level_choice.h"

namespace limen {

// The bias option, an extension of Limen's own: q - d in place of q for every image of a part, where d is one
// number that is chosen on the part's validation faces, which neither taught the predictor nor are measured
// on. It is reported beside the choice that it shifts, never in its place.

/// Each of `selected` moved by `bias` levels towards the finest (below 0: towards the coarsest). At the ends
/// of the codec's levels it stays there, so that different levels may become one.
std::vector<int> shiftedLevels(std::span<const int> selected, int bias, const CodecLevels& levels);

/// The d of -13..13 for which the mean shifted level lies nearest to the mean JND point of the same faces; of
/// equal ones that nearest to 0, and of those the finer. Not the d of the largest gain over constant levels:
/// far from the JND points that gain is nearly 0 for every choice, so that with the few people of a
/// validation part it would be chosen by chance, and the number that is reported would have been tuned.
int chooseBias(std::span<const ScoredFace> truth, std::span<const int> selected, const CodecLevels& levels);

/// Whether a candidate is shifted: predictors, and the codec mix as their control. (To shift the face
/// unchanged or a constant level gives a constant level.)
bool takesBias(const std::string& candidate, const std::string& kind);

/// Adds "NAME, bias" behind each choice by `rule` of a candidate that takes one, with d chosen on
/// `validation`, the sheet of the part's validation faces. A candidate without a row there gets none.
void addBiasedChoices(CodedPart& part,
                      const ComparisonSheet& validation,
                      SelectionRule rule,
                      const CodecLevels& levels);

}  // namespace limen
