// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "training/face_descriptions.h"
#include "training/jnd_training.h"
#include "training/level_network_fit.h"

namespace limen {

/// The predictors of levels that Limen can teach.
enum class LevelMethod {
    NoReference,   ///< JND-MV-NR: classifiers that see the face
    FewReference,  ///< JND-MV-FR: classifiers that see the face and what some levels make of it
    Regressor      ///< the JND point as a weighted sum of the face's embedding
};

struct LevelTrainingOptions {
    LevelMethod method = LevelMethod::NoReference;
    LevelNetworkOptions network;  ///< of the first two
    bool flip = true;             ///< whether they see every second face mirrored
};

/// What it is, for tables: our reading of a method that is described, not published.
std::string describeMethod(const LevelTrainingOptions& options, const DescriptionPlan& plan);

/// Teaches a predictor of levels on the split's training part; what is chosen (epoch, strength of the ridge)
/// is chosen by its validation part, with which the regressor then learns as well. A run that was cancelled
/// or killed goes on where it was when called again, a finished one gives its result. Throws Error (BadInput)
/// for options that do not fit together or a folder of another run, Error (Failure) for a reference that is
/// not stored.
JndRunResult trainLevels(FaceDescriptions& descriptions,
                         const JndRun& run,
                         const LevelTrainingOptions& options,
                         const JobContext& context);

}  // namespace limen
