// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/comparison_charts.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "evaluation/report_axes.h"

namespace limen {

namespace {

constexpr int height = 420;
constexpr std::size_t mostSteps = 400;

std::vector<const ReportSet*> measured(const std::vector<ComparedSet>& sets) {
    std::vector<const ReportSet*> result;
    for (const ComparedSet& one : sets)
        if (one.set->accuracy)
            result.push_back(one.set);
    return result;
}

/// Sets of one recognizer have one TAR at t0 of the originals.
void addUncompressed(const std::vector<ComparedSet>& sets, SvgChart& chart) {
    const double tar = sets.front().set->set.tar;
    if (std::all_of(
            sets.begin(), sets.end(), [tar](const ComparedSet& one) { return one.set->set.tar == tar; }))
        chart.addHorizontal(tar, "uncompressed");
}

/// TAR between the two levels of the curve around `level`.
double tarAt(const ReportSet& set, double level) {
    const std::vector<AccuracyPoint>& curve = set.accuracy->curve;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const double from = curve[i - 1].level;
        const double to = curve[i].level;
        if (level >= std::min(from, to) && level <= std::max(from, to))
            return std::lerp(curve[i - 1].accuracy, curve[i].accuracy, (level - from) / (to - from));
    }
    return curve.back().accuracy;
}

}  // namespace

std::string compareByBpp(const std::vector<ComparedSet>& sets, int width) {
    const std::vector<const ReportSet*> shown = measured(sets);
    SvgChart chart(bppAxis(shown), upperTarAxis(shown), pageColours(), width, height);
    addUncompressed(sets, chart);
    for (const auto& [set, dash, label] : sets) {
        if (!set->accuracy)
            continue;
        chart.addLine(bppCurve(*set), set->series, label, dash);
        const JndAccuracy& jnd = set->accuracy->jnd;
        if (jnd.images > 0)
            chart.addMark(
                {jnd.bpp,
                 jnd.accuracy,
                 fmt::format("{}: JND points, {:.3f} bpp, TAR {:.4f}", label, jnd.bpp, jnd.accuracy)},
                set->series,
                {});
    }
    return chart.svg("True accept rate over bits per pixel of every codec setting");
}

std::string compareByLevel(const std::vector<ComparedSet>& sets) {
    const CodecLevels& levels = sets.front().set->codec.levels;
    SvgChart chart(levelAxis(levels, fmt::format("Level of all probes ({})", levels.unit)),
                   upperTarAxis(measured(sets)),
                   pageColours(),
                   comparisonWidth,
                   height);
    addUncompressed(sets, chart);
    for (const auto& [set, dash, label] : sets) {
        if (!set->accuracy)
            continue;
        std::vector<ChartPoint> points;
        for (const AccuracyPoint& point : set->accuracy->curve)
            points.push_back({static_cast<double>(point.level), point.accuracy, pointTip(*set, point)});
        chart.addLine(points, set->series, label, dash);
        if (const auto& quartiles = set->summary.levels)
            chart.addMark(
                {quartiles->median,
                 tarAt(*set, quartiles->median),
                 fmt::format("{}: median JND point {}", label, levelText(levels, quartiles->median))},
                set->series,
                {});
    }
    return chart.svg("True accept rate over level of every codec setting");
}

std::string compareJndRates(const std::vector<ComparedSet>& sets) {
    double lowest = 1e9;
    double highest = 1e-9;
    for (const ComparedSet& one : sets)
        for (const JndPoint& point : one.set->points) {
            lowest = std::min(lowest, point.bpp);
            highest = std::max(highest, point.bpp);
        }
    SvgChart chart(logAxis("Bits per pixel at the JND point (logarithmic)", lowest, highest),
                   linearAxis("Images with a JND point up to there (%)", 0.0, 100.0),
                   pageColours(),
                   comparisonWidth,
                   height);
    chart.addHorizontal(50.0, "median");
    for (const auto& [set, dash, label] : sets) {
        std::vector<double> rates;
        for (const JndPoint& point : set->points)
            rates.push_back(point.bpp);
        std::sort(rates.begin(), rates.end());
        std::vector<ChartPoint> steps;
        const std::size_t stride = 1 + rates.size() / mostSteps;
        for (std::size_t i = 0; i < rates.size(); i += stride)
            steps.push_back(
                {rates[i], 100.0 * static_cast<double>(i + 1) / static_cast<double>(rates.size())});
        if (!rates.empty())
            steps.push_back({rates.back(), 100.0});
        chart.addLine(steps, set->series, label, dash);
    }
    return chart.svg("Share of images over the bits per pixel of their JND points, of every codec setting");
}

}  // namespace limen
