// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "comparison/part_measurement.h"
#include "metrics/pair_metric.h"
#include "quality/face_quality.h"
#include "recognition/recognizer.h"

namespace limen {

/// Do predicted JND images keep who they show? The Euclidean distance between unit embeddings of the JND
/// images predicted for two photographs, 0..2: "distance_positive" is a face's mean over the other faces of
/// its person in the part (NaN without one), "distance_negative" over the faces of other people (Tian 2022,
/// Table IV, whose values are those of such distances: spec/jnd_fr_model.md section 5).
PartMeasure identityDistances(const std::string& recognizer, const RecognizerOptions& options);

/// A metric of pairs (metrics/metric_list.h) between the true JND image and the predicted one, under its own
/// name. Throws as openPairMetric().
PartMeasure pairMeasure(const std::string& metric, const MetricExecution& execution);

/// The absolute difference of face quality between the predicted and the true JND image, as Tian 2022, Table
/// II: of the score, under `name`. Throws as openFaceQuality().
PartMeasure qualityDifference(const std::string& name,
                              const std::string& model,
                              const QualityOptions& options);

}  // namespace limen
