// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <set>

#include "jobs/job.h"
#include "labelling/labeller.h"

namespace limen {

// Parameters that several jobs share, described once.

ParamSpec studyParam();
/// Required, or (left out) the one the study has.
ParamSpec codecParam(bool optional);
ParamSpec recognizerParam(bool optional);
ParamSpec farParam();
ParamSpec readingParam();

/// The codec named by --codec, or the study's only one. Throws Error (BadInput) when it has none or several.
CodecRecord chooseCodec(Study& study, const Params& params);
/// The recognizer named by --recognizer (name or card), or the study's only one. As chooseCodec().
RecognizerRecord chooseRecognizer(Study& study, const Params& params);

/// Codec and recognizer for a job that may compute: those named, or the study's only ones.
Observation chooseObservation(Study& study, const Params& params, const RunOptions& options);

/// The stored codecs that --codec, a list, names, by setting or by what it stands for now; none if it is left
/// out. Asks no codec to work here. Throws Error (BadInput) for a setting of which the study has no labels.
std::set<CodecId> chooseLabelledCodecs(Study& study, const Params& params);

/// The newest label set of the chosen codec and recognizer, current ones first. Throws Error (BadInput) if
/// none.
LabelSet chooseLabelSet(Study& study, const Params& params);
/// The same for what is measured against it. Throws Error (Failure) as well where images were imported since
/// (contract.md), or labelling has not come to its end.
LabelSet chooseCurrentLabels(Study& study, const Params& params);

}  // namespace limen
