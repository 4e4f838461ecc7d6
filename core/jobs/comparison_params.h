// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <vector>

#include "comparison/candidate.h"
#include "jobs/job.h"

namespace limen {

// What the jobs that compare candidates take, and what it stands for.

/// One part and those who are measured on it.
struct MeasuredPart {
    ComparedPart part;
    std::vector<Candidate> candidates;
};

/// --models, --run and --eye-models.
std::vector<ParamSpec> candidateParams();

/// The folds of --run, or the people held out, with the baselines, the eye models (`allEyeModels`: of which
/// all unless --eye-models says otherwise) and the predictors that are named. `orEverybody`: where the study
/// does not hold both people held out (of the list Limen ships) and others, all its faces, without the
/// baselines that learn from others. Throws Error (BadInput).
std::vector<MeasuredPart> measuredParts(const Study& study,
                                        const CodecRecord& codec,
                                        const std::shared_ptr<const JndFaces>& faces,
                                        const Params& params,
                                        bool allEyeModels,
                                        const JobContext& context,
                                        bool orEverybody = false);

/// --constants, of a codec with those levels; left out, those of Tian 2022, Table III, where they are QPs.
ParamSpec constantsParam();
/// Throws Error (BadInput) for a level that the codec does not have.
std::vector<int> constantLevels(const Params& params, const CodecLevels& levels);

}  // namespace limen
