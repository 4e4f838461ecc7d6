// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>

#include "base/job_context.h"
#include "prediction/face_describer.h"
#include "study/study.h"
#include "training/jnd_training.h"
#include "training/quality_faces.h"

namespace limen {

/// What tables call a model that learned the labels of SDD-FIQA here, and what it is.
inline constexpr const char* sddTitle = "SDD*";
inline constexpr const char* sddMethod = "SDD-FIQA, re-trained";

struct QualityTrainingOptions {
    DescriptionPlan description;  ///< what the network sees; its recognizer also makes the labels
    std::string codec = "hevc";   ///< setting, of the compressed copies
    QualityFaceOptions faces;
    double validationShare = 0.15;  ///< of the people
    int hidden = 128;
    double dropout = 0.5;
    int batch = 256;
    double rate = 1e-3;
    std::int64_t epochs = 60;
    bool flip = true;
};

/// Labels faces as SDD-FIQA does (quality/sdd_labels.h) and teaches a small network on a frozen recognizer to
/// rate them; the epoch with the least error on people it does not learn from is kept, as a card of the task
/// face-quality. A run that was cancelled or killed goes on where it was when called again, a finished one
/// gives its result; its error is the mean absolute one of labels of 0..100. Throws Error (BadInput) for a
/// folder of another run and as openFaceDescriber(), openRecognizer(), createCodec() and fitHead().
JndRunResult trainQuality(const std::filesystem::path& study,
                          const QualityFaces& faces,
                          const RunFolder& folder,
                          const std::string& modelName,
                          const QualityTrainingOptions& options,
                          const JobContext& context);

}  // namespace limen
