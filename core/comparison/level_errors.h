// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "codecs/codec.h"
#include "study/image_table.h"
#include "study/study.h"

namespace limen {

/// The level that was selected for a face, beside its JND point.
struct LevelError {
    ImageId image = 0;
    std::string identity, stem;
    int level = 0;     ///< the JND point
    int selected = 0;  ///< in the codec's native levels, as `level`
    int steps = 0;     ///< from the JND point to it in levels of the codec; above 0: too coarse

    bool operator==(const LevelError&) const = default;
};

/// What one candidate selected, of every face it was measured on.
struct SelectedLevels {
    std::string candidate;  ///< as levelChoices() names it
    bool isPredictor = false;
    std::vector<LevelError> faces;

    bool operator==(const SelectedLevels&) const = default;
};

/// All that was measured against the same labels.
struct LevelErrorSet {
    std::string codec;       ///< setting: "hevc"
    std::string recognizer;  ///< of the labels, as they are described
    CodecLevels levels;
    std::vector<SelectedLevels> candidates;

    bool operator==(const LevelErrorSet&) const = default;
};

/// From the comparison sheets of a study, those of several parts put together, without those of validation
/// faces, by which models were chosen, and those of labels that the study no longer has. Faces that it no
/// longer has are left out, and so are sheets that cannot be used, which `problems` names.
std::vector<LevelErrorSet> levelErrors(Study& study, std::vector<std::string>& problems);

}  // namespace limen
