// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_axes.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr double shownLoss = 0.35;  // of TAR
constexpr const char* tarTitle = "TAR at t0";

double highestTar(const ReportSet& set) {
    double highest = std::max({set.set.tar, set.set.tarByIdentity, set.accuracy->jnd.accuracy});
    for (const AccuracyPoint& point : set.accuracy->curve)
        highest = std::max({highest, point.accuracy, point.byIdentity});
    return highest;
}

double lowestTar(const ReportSet& set) {
    double lowest = 1.0;
    for (const AccuracyPoint& point : set.accuracy->curve)
        lowest = std::min({lowest, point.accuracy, point.byIdentity});
    return lowest;
}

}  // namespace

ChartColours pageColours() {
    ChartColours colours;
    colours.ink = "var(--ink)";
    colours.muted = "var(--muted)";
    colours.grid = "var(--grid)";
    colours.paper = "var(--paper)";
    colours.series.clear();
    for (std::size_t i = 1; i <= seriesOnLight.size(); ++i)
        colours.series.push_back(fmt::format("var(--s{})", i));
    return colours;
}

ChartPaper printPaper() {
    return {ChartColours(), true};
}

std::string levelText(const CodecLevels& levels, double level) {
    return fmt::format("{} {:.6g}", levels.unit, level);
}

std::string rateText(double rate) {
    if (!(rate > 0.0))
        return "0";
    const std::string text = fmt::format("{:.2e}", rate);  // "1.00e-04"
    const std::size_t e = text.find('e');
    return fmt::format("{}e{}", text.substr(0, e), std::stoi(text.substr(e + 1)));
}

ChartAxis levelAxis(const CodecLevels& levels, const std::string& title) {
    const double air = 0.8 * levels.step;
    ChartAxis axis{title, levels.finest - air, levels.coarsest + air, false, {}};
    axis.ticks = niceTicks(levels.finest, levels.coarsest, 8);
    return axis;
}

std::string pointTip(const ReportSet& set, const AccuracyPoint& point) {
    return fmt::format("{}: {:.3f} bpp, TAR {:.4f}, by identity {:.4f}, FAR {}",
                       levelText(set.codec.levels, point.level),
                       point.bpp,
                       point.accuracy,
                       point.byIdentity,
                       rateText(point.far));
}

ChartAxis tarAxis(const ReportSet& set) {
    return linearAxis(tarTitle, lowestTar(set), highestTar(set));
}

ChartAxis upperTarAxis(const std::vector<const ReportSet*>& sets) {
    double lowest = 1.0;
    double highest = 0.0;
    for (const ReportSet* set : sets) {
        lowest = std::min(lowest, std::max(lowestTar(*set), set->set.tar - shownLoss));
        highest = std::max(highest, highestTar(*set));
    }
    return linearAxis(tarTitle, std::max(0.0, lowest), highest);
}

ChartAxis bppAxis(const std::vector<const ReportSet*>& sets) {
    double lowest = 1e9;
    double highest = 0.0;
    for (const ReportSet* set : sets)
        for (const AccuracyPoint& point : set->accuracy->curve) {
            lowest = std::min(lowest, point.bpp);
            highest = std::max(highest, point.bpp);
        }
    return logAxis("Bits per pixel (mean over probes, logarithmic)", lowest, highest);
}

std::vector<ChartPoint> bppCurve(const ReportSet& set) {
    std::vector<ChartPoint> points;
    for (const AccuracyPoint& point : set.accuracy->curve)
        points.push_back({point.bpp, point.accuracy, pointTip(set, point)});
    // Fine to coarse is right to left; the label belongs at the right end.
    std::reverse(points.begin(), points.end());
    return points;
}

}  // namespace limen
