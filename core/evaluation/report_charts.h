// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "evaluation/report_data.h"
#include "evaluation/svg_chart.h"

namespace limen {

// The charts of a report as <svg> elements. Those of accuracy need ReportSet::accuracy.

/// Colours as variables of the page (report_style.h), so that they follow light and dark.
ChartColours pageColours();

/// "QP 37": a level with its unit.
std::string levelText(const CodecLevels& levels, double level);
/// "1.0e-4": a false accept rate.
std::string rateText(double rate);

/// JND points of the images that have one, with median and interquartile range.
std::string jndHistogram(const ReportSet& set);
/// Each image's BPP over its JND point.
std::string jndScatter(const ReportSet& set);
/// TAR over level: both averages, and uncompressed.
std::string accuracyByLevel(const ReportSet& set);
/// FAR of the compressed probes over level, under accuracyByLevel() with the same x axis.
std::string farByLevel(const ReportSet& set);
/// TAR over bits per pixel with the JND operating point.
std::string accuracyByBpp(const ReportSet& set);
/// The same for several sets in one plot.
std::string accuracyByBpp(const std::vector<const ReportSet*>& sets);

}  // namespace limen
