// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <optional>
#include <string>

#include "labelling/level_walk.h"
#include "labelling/operating_point.h"
#include "study/label_table.h"

namespace limen {

struct LabelRequest {
    std::optional<double> far;  ///< nothing: auto
    Reading reading = Reading::Largest;
    bool exhaustive = false;  ///< fill the whole grid and count how often the two readings differ
};

struct LabelReport {
    LabelSet set;
    OperatingPoint point;
    std::size_t labelled = 0;  ///< probes that have a label now
    std::map<LabelFlag, int> flags;
    std::map<int, int> histogram;        ///< JND point -> images, ok ones only; every level of the codec
    std::optional<std::size_t> differs;  ///< images whose two readings differ; only if exhaustive
    WalkTotals made;
};

/// Finds every probe's JND point: embeds originals, finds t0, walks the levels, stores labels. Resumable at
/// any time.
LabelReport labelStudy(const Observation& observation,
                       const LabelRequest& request,
                       const JobContext& context);

/// A codec and a recognizer by what a user names them, registered in the study if new. Throws Error
/// (BadInput) as createCodec() and openRecognizer() do.
Observation observe(Study& study,
                    const std::string& codecSetting,
                    const std::string& recognizer,
                    const RecognizerOptions& options);

}  // namespace limen
