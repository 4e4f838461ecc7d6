// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "training/jnd_faces.h"
#include "training/people_split.h"

namespace limen {

/// What a network learns where it learns the codec mix.
struct MixTargets {
    std::shared_ptr<const JndFaces> faces;  ///< as given and, behind them, the study's distractors
    std::vector<std::size_t> distractors;   ///< their places; empty unless asked for
    std::string teacher;                    ///< name and hash of the model; empty without one
    /// By place: the mean of a face's decoded levels, each weighing how likely it is a JND point. A JND point
    /// of one face has much of chance; this has nothing of it, and needs no label, so that distractors serve
    /// as well.
    std::shared_ptr<const std::map<std::size_t, RgbImage>> images;
};

/// Where mix targets come from.
struct MixTargetOptions {
    bool distractors = false;  ///< learn from the distractors as well
    /// A predictor of the architecture codec-mix, which tells for each face how likely its levels are, in
    /// place of how often they are JND points of the part to learn from; a name or card.
    std::optional<std::string> teacher = {};
};

/// Of the training part of `split`, and of the distractors when asked for, without the people of `heldOut`.
/// Throws Error (Failure) naming a level that is not stored, Error (BadInput) for a teacher of another kind.
MixTargets mixTargets(Study& study,
                      const LabelSet& labels,
                      const std::shared_ptr<const JndFaces>& faces,
                      const TrainingSplit& split,
                      const MixTargetOptions& options,
                      const std::set<std::string>& heldOut,
                      const JobContext& context);

}  // namespace limen
