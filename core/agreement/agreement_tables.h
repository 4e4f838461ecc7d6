// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "agreement/label_transfer.h"
#include "comparison/result_table.h"

namespace limen {

/// JND points found again under one condition, beside those of the label set.
struct RepeatedLabels {
    std::string name;  ///< "mirrored"
    std::string note;  ///< what was done; or why it could not be
    std::size_t asked = 0;
    std::size_t unrecognised = 0;  ///< no mate is accepted of the changed face, or by the half
    std::size_t noLevel = 0;
    LevelAgreement agreement;
};

/// `found`, by image, beside the labels they repeat; images without a JND point in either are counted.
RepeatedLabels repeatedLabels(const std::map<ImageId, Label>& labels,
                              const std::vector<Label>& found,
                              const std::map<ImageId, std::int64_t>& identities,
                              const CodecLevels& levels,
                              std::uint64_t seed);

/// How far JND points agree with themselves. What it says of the least error of a predictor is worked out
/// from the row named `floorFrom`.
ResultTable selfAgreementTable(const std::vector<RepeatedLabels>& conditions,
                               const TransferSide& side,
                               const std::string& floorFrom);

/// What the JND points of one recognizer or codec are worth for another. `leftOut`: label sets that are not
/// compared, and why.
ResultTable transferTable(const std::vector<LabelTransfer>& transfers,
                          const std::vector<std::string>& leftOut);

/// How JND points go with the number of mates.
struct MateCounts {
    struct Stratum {
        int from = 0;  ///< mates
        int to = 0;    ///< inclusive
        std::size_t images = 0;
        std::size_t people = 0;
        std::optional<MeanOfPeople> level;  ///< mean JND point, the codec's own numbers
    };
    std::vector<Stratum> strata;           ///< those with images
    Stratum all;                           ///< every image
    std::optional<MeanOfPeople> mates;     ///< rank correlation of JND point (as place) and number of mates
    std::optional<MeanOfPeople> accepted;  ///< and of mates accepted at t0
};

MateCounts mateCounts(const TransferSide& side,
                      const std::map<ImageId, std::int64_t>& identities,
                      std::uint64_t seed);
ResultTable mateTable(const MateCounts& counts, const TransferSide& side);

Json toJson(const RepeatedLabels& condition);
Json toJson(const MateCounts& counts);

}  // namespace limen
