// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "comparison/candidate.h"
#include "study/study.h"
#include "training/jnd_division.h"

namespace limen {

/// A part with the cards of those who are measured on it.
struct PartOfRuns {
    ComparedPart part;
    /// By run, in the order asked for: the card of the model that has not seen this part.
    std::vector<std::pair<std::string, std::filesystem::path>> models;
};

/// The folds of runs, each measured on its own test part with its own models; of a run without folds, its
/// test part. Throws Error (BadInput): no such run, one that is not finished, runs that divide the faces
/// differently.
std::vector<PartOfRuns> partsOfRuns(const Study& study,
                                    const CodecRecord& codec,
                                    const JndFaces& faces,
                                    const std::vector<std::string>& runs);

/// The faces that a part's models were chosen by, as a part of their own, for whoever tunes something on
/// them: "fold-1 validation", which learns from the part's other faces. Nothing where there are none.
std::optional<ComparedPart> validationPart(const ComparedPart& part);
/// Whether a part of that name is a validationPart(): what is measured on it is no result.
bool isValidationPart(const std::string& name);

/// One part: the people held out of all training, beside everybody else. Throws Error (BadInput) when the
/// study holds none of one kind.
ComparedPart heldOutPart(const Study& study, const CodecRecord& codec, const JndDivision& division);

/// One part: everybody, and nobody else to learn from.
ComparedPart wholePart(const Study& study, const CodecRecord& codec, const JndFaces& faces);

}  // namespace limen
