// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "study/encoding_table.h"
#include "training/jnd_training.h"

namespace limen {

/// How the network of Shen21 is taught; as its authors' program has it, but for the labels.
struct StructuralVisibilityOptions {
    double width = 1.0;
    /// The SSIM that a coded patch must have to pass for the original (training/surrogate_patches.h): a
    /// choice of ours, which nobody's eyes have confirmed.
    double leastSsim = 0.95;
    int batch = 20;
    double rate = 1e-4;
    EpochSchedule schedule = {.flatEpochs = 20, .epochs = 40};  ///< its stepsPerEpoch follows from the data
    bool flip = true;
    long checkpointEvery = 50;  ///< steps
};

/// Teaches the network of Shen21 on patches of the split's training part with surrogate labels, and keeps the
/// model of the epoch that is nearest to those of the validation part (mean absolute error, in grey levels).
/// A run that was cancelled or killed goes on where it was when called again, a finished one gives its
/// result. Throws Error (BadInput) for a folder of another run, or when too few patches satisfy the rule,
/// Error (Failure) for a level that is not stored.
JndRunResult trainStructuralVisibility(const std::filesystem::path& study,
                                       const CodecRecord& codec,
                                       const JndFaces& faces,
                                       const JndRun& run,
                                       const StructuralVisibilityOptions& options,
                                       const JobContext& context);

}  // namespace limen
