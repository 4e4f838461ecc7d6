// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agreement/constraint_grid.h"
#include "agreement/level_agreement.h"

namespace limen {

/// A label set with all that is asked of it when its JND points are given to another, or another's to it.
struct TransferSide {
    LabelSet set;
    CodecRecord codec;
    RecognizerRecord recognizer;
    std::map<ImageId, Label> labels;
    /// Nothing where some level of a probe was not measured.
    std::optional<ConstraintGrid> grid;

    std::string name() const { return recognizer.name + ", " + codec.setting; }
};

/// What one label set's JND points are worth for another, of the probes that have one in both.
struct LabelTransfer {
    std::string from, to;
    /// Counts and rank correlation are always there. Differences in levels, second minus first, need settings
    /// of one codec: a level of another codec means something else.
    LevelAgreement agreement;
    /// Share of images that, at the level of the first set, still meet both constraints of the second. As
    /// differences, and where the second set's grid is complete.
    std::optional<MeanOfPeople> kept;
    /// Mean bits per pixel at the JND points of each, in its own codec setting.
    std::optional<MeanOfPeople> bppFrom, bppTo;
};

/// `identities`: of every probe.
LabelTransfer transferLabels(const TransferSide& from,
                             const TransferSide& to,
                             const std::map<ImageId, std::int64_t>& identities,
                             std::uint64_t seed);

/// The label sets of a study that can be compared with each other: complete, not stale, of the FAR and
/// reading of `set`; and, in `leftOut`, why the others are not among them.
std::vector<TransferSide> transferSides(Study& study,
                                        const LabelSet& set,
                                        std::vector<std::string>& leftOut,
                                        const JobContext& context);

Json toJson(const LabelTransfer& transfer);

}  // namespace limen
