// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "prediction/codec_mix_predictor.h"
#include "training/jnd_training.h"
#include "training/level_head_fit.h"

namespace limen {

/// What the head of a codec mix learns from.
struct CodecMixOptions {
    /// Whose embeddings tell how far a level drifts from the face; a name or card.
    std::string recognizer = {};
    /// Names of the feature groups that are used (prediction/coded_face.h); empty: all. A recognizer that was
    /// trained on the people learned from drifts less for them than for others; then drift alone serves best.
    std::vector<std::string> features = {};
    LevelHeadOptions head = {};
};

/// Standardises features on the faces they come from, each group weighing as much as one feature, and fits
/// the head. `features`: one row for each face, as codedFaceFeatures(); `points`: indices of JND points
/// among the levels, fine to coarse. Throws Error (BadInput) without faces, or for a group there is not.
CodecMixModel fitCodecMix(const std::vector<std::vector<double>>& features,
                          std::span<const int> points,
                          int levels,
                          const CodecMixOptions& options);

/// Teaches the predictor that holds the codec in its hands (prediction/codec_mix_predictor.h) on all of the
/// split but its test part: nothing is chosen by the validation part. Takes minutes; a cancelled run begins
/// again.
/// Throws Error (BadInput) for a folder of another run, Error (Failure) for a level that is not stored.
JndRunResult trainCodecMix(const Study& study,
                           const CodecRecord& codec,
                           const JndFaces& faces,
                           const JndRun& run,
                           const CodecMixOptions& options,
                           const JobContext& context);

}  // namespace limen
