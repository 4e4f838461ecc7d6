// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "evaluation/report_axes.h"
#include "evaluation/report_data.h"

namespace limen {

// The charts of a report as <svg> elements, in the colour of the codec. Those of accuracy need
// ReportSet::accuracy.

/// How a histogram is drawn beside others.
struct HistogramLook {
    int ceiling = 0;  ///< the axis reaches at least that many images
    int width = 560;
    int height = 340;
    bool medianText = true;
    bool xTexts = true;
};

/// JND points of the images that have one, with median and interquartile range.
std::string jndHistogram(const ReportSet& set, const HistogramLook& look, const ChartPaper& paper = {});
/// Each image's BPP over its JND point.
std::string jndScatter(const ReportSet& set);
/// TAR over level: both averages, and uncompressed.
std::string accuracyByLevel(const ReportSet& set);
/// FAR of the compressed probes over level, under accuracyByLevel() with the same x axis.
std::string farByLevel(const ReportSet& set);
/// TAR over bits per pixel with the JND operating point.
std::string accuracyByBpp(const ReportSet& set, const ChartPaper& paper = {});

}  // namespace limen
