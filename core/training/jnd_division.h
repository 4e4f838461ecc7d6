// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "training/jnd_faces.h"
#include "training/people_split.h"
#include "training/run_folder.h"

namespace limen {

/// Faces, those of people held out of all training apart from the others.
struct JndDivision {
    std::shared_ptr<const JndFaces> faces;
    std::vector<std::size_t> open, heldOut;  ///< places in `faces`
};

JndDivision divideFaces(std::shared_ptr<const JndFaces> faces, const std::set<std::string>& heldOut);

/// One fold of a cross-validation.
struct FoldOf {
    int folds = 5;
    int fold = 0;  ///< from 0
};

/// What a run learns from, chooses by and is measured on, as places in the division's faces: a fold of the
/// open faces, or, without `fold`, all of them, measured on those held out. Throws as splitFold().
TrainingSplit splitDivision(const JndDivision& division,
                            const SplitPlan& plan,
                            const std::optional<FoldOf>& fold);

/// Keeps the split of a run in its folder, by the names of the images, for whoever measures it later.
void writeSplit(const RunFolder& run, const JndFaces& faces, const TrainingSplit& split);
/// Throws Error (BadInput) when there is none, or it names images that are not among `faces`.
TrainingSplit readSplit(const RunFolder& run, const JndFaces& faces);

}  // namespace limen
