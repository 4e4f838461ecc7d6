// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <string>
#include <vector>

namespace limen {

/// What the answer of a network that predicts levels means (models/level_network.h).
enum class LevelAnswer {
    Logits,  ///< one for each level, fine to coarse: whether the face is still recognised there
    Place    ///< of the JND point among the levels, 0 the finest
};

/// The place of the coarsest level at which a face is recognised, from a decision for each level, fine to
/// coarse. Where recognised levels follow upon levels that are not, some decisions are wrong: then it is the
/// coarsest level that is recognised and has at most 5 unrecognised among itself and the 7 before it (the
/// tolerance of Zhang 2024, OW-JRD, which our decisions are the negation of; levels finer than the finest
/// count as recognised). 0, the finest, when there is none.
int placeOfDecisions(const std::vector<bool>& recognised);

/// The place of the level to encode at. `answer`: one value for each of the `levels`, or one in all; a face
/// is recognised where its logit is not negative.
int placeOfAnswer(LevelAnswer kind, std::span<const float> answer, int levels);

}  // namespace limen
