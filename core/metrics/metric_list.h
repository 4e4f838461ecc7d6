// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "recognition/model_card.h"

namespace limen {

enum class Better { Higher, Lower };

/// What a metric compares.
enum class MetricOf {
    Pair,   ///< two images of one size (metrics/pair_metric.h)
    Faces,  ///< two aligned faces
    Sets,   ///< two sets of images (metrics/frechet_distance.h)
};

/// A metric: all that verbs, windows and tables say of it.
struct ImageMetric {
    std::string name;       ///< in results: "ms_ssim_3"
    std::string title;      ///< "MS-SSIM-3"
    std::string unit = {};  ///< "dB"; empty: none
    Better better = Better::Higher;
    MetricOf of = MetricOf::Pair;
    std::string task = {};          ///< of the model it looks with; empty: it needs none
    std::string architecture = {};  ///< of that model
    std::string formula = {};       ///< one line
    std::string source = {};        ///< "Wang 2004"
};

/// All metrics, in the order in which they are shown.
const std::vector<ImageMetric>& metrics();

/// Throws Error (BadInput) for an unknown name.
const ImageMetric& metricNamed(const std::string& name);

/// The first installed model that the metric can look with. Throws Error (BadInput) saying what to import
/// when there is none.
ModelCard modelOf(const ImageMetric& metric);

}  // namespace limen
