// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "evaluation/report_data.h"
#include "evaluation/svg_chart.h"

namespace limen {

// What the charts of a report have in common. Those of accuracy need ReportSet::accuracy.

/// Colours as variables of the page (report_style.h), so that they follow light and dark.
ChartColours pageColours();

/// What a chart is drawn on: the page, or a file of its own for print.
struct ChartPaper {
    ChartColours colours = pageColours();
    bool standAlone = false;
};
ChartPaper printPaper();

/// "QP 37": a level with its unit.
std::string levelText(const CodecLevels& levels, double level);
/// "1.0e-4": a false accept rate.
std::string rateText(double rate);
/// All numbers of a point, for the pointer that rests on it.
std::string pointTip(const ReportSet& set, const AccuracyPoint& point);

/// From the finest to the coarsest level, with some air on both sides.
ChartAxis levelAxis(const CodecLevels& levels, const std::string& title);
/// TAR from the lowest to the highest of the curves.
ChartAxis tarAxis(const ReportSet& set);
/// TAR where something is still recognised; the rest is in the table.
ChartAxis upperTarAxis(const std::vector<const ReportSet*>& sets);
ChartAxis bppAxis(const std::vector<const ReportSet*>& sets);

/// TAR over bits per pixel, from few to many.
std::vector<ChartPoint> bppCurve(const ReportSet& set);

}  // namespace limen
