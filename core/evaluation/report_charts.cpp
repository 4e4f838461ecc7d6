// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_charts.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr double sharedRight = 164.0;  // pixels: two charts under one another have one x axis
constexpr double shownLoss = 0.35;     // of TAR, in the charts over rate
constexpr const char* tarTitle = "TAR at t0";
constexpr std::size_t mostDots = 4000;

/// From the finest to the coarsest level, half a step of air on both sides.
ChartAxis levelAxis(const CodecLevels& levels, const std::string& title) {
    const double air = 0.8 * levels.step;
    ChartAxis axis{title, levels.finest - air, levels.coarsest + air, false, {}};
    axis.ticks = niceTicks(levels.finest, levels.coarsest, 8);
    return axis;
}

std::string powerOfTen(int exponent) {
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "10⁻" : "10";
    for (const char c : std::to_string(std::abs(exponent)))
        text += digits[c - '0'];
    return text;
}

std::string tipOf(const ReportSet& set, const AccuracyPoint& point) {
    return fmt::format("{}: {:.3f} bpp, TAR {:.4f}, by identity {:.4f}, FAR {}",
                       levelText(set.codec.levels, point.level),
                       point.bpp,
                       point.accuracy,
                       point.byIdentity,
                       rateText(point.far));
}

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

/// The part of the curves where something is still recognised; the rest is in the table.
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
        points.push_back({point.bpp, point.accuracy, tipOf(set, point)});
    // Fine to coarse is right to left; the label belongs at the right end.
    std::reverse(points.begin(), points.end());
    return points;
}

}  // namespace

ChartColours pageColours() {
    ChartColours colours;
    colours.ink = "var(--ink)";
    colours.muted = "var(--muted)";
    colours.grid = "var(--grid)";
    colours.paper = "var(--paper)";
    colours.series = {"var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)"};
    return colours;
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

std::string jndHistogram(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    int most = 1;
    std::vector<ChartPoint> bars;
    for (const auto& [level, count] : set.summary.histogram) {
        most = std::max(most, count);
        if (count > 0)
            bars.push_back({static_cast<double>(level),
                            static_cast<double>(count),
                            fmt::format("{}: {} images", levelText(levels, level), count)});
    }
    SvgChart chart(levelAxis(levels, fmt::format("JND point ({})", levels.unit)),
                   linearAxis("Images", 0.0, most),
                   pageColours());
    if (const auto& quartiles = set.summary.levels) {
        chart.addBand(quartiles->lower, quartiles->upper);
        chart.addVertical(quartiles->median,
                          fmt::format("median {:.6g}, middle half {:.6g} to {:.6g}",
                                      quartiles->median,
                                      quartiles->lower,
                                      quartiles->upper));
    }
    chart.addBars(bars, 0.84 * levels.step, 0);
    return chart.svg("Histogram of the JND points");
}

std::string jndScatter(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    double lowest = 1e9;
    double highest = 1e-9;
    for (const auto& [level, bpp] : set.points) {
        lowest = std::min(lowest, bpp);
        highest = std::max(highest, bpp);
    }
    SvgChart chart(levelAxis(levels, fmt::format("JND point ({})", levels.unit)),
                   logAxis("Bits per pixel at the JND point", lowest, highest),
                   pageColours());
    const std::size_t stride = 1 + (set.points.size() - 1) / mostDots;
    std::vector<ChartPoint> dots;
    for (std::size_t i = 0; i < set.points.size(); i += stride)
        dots.push_back({static_cast<double>(set.points[i].first), set.points[i].second});
    chart.addCloud(dots, 0);
    return chart.svg("Bits per pixel over JND point, one dot per image");
}

std::string accuracyByLevel(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    SvgChart chart(levelAxis(levels, ""),
                   linearAxis(tarTitle, lowestTar(set), highestTar(set)),
                   pageColours(),
                   560,
                   280);
    chart.reserveRight(sharedRight);
    std::vector<ChartPoint> pairs;
    std::vector<ChartPoint> identities;
    for (const AccuracyPoint& point : set.accuracy->curve) {
        pairs.push_back({static_cast<double>(point.level), point.accuracy, tipOf(set, point)});
        identities.push_back({static_cast<double>(point.level), point.byIdentity});
    }
    chart.addHorizontal(set.set.tar, "uncompressed");
    chart.addLine(identities, 2, "mean of identities", ChartDash::Dashed);
    chart.addLine(pairs, 0, "all pairs", ChartDash::Solid, true);
    return chart.svg("True accept rate over level");
}

std::string farByLevel(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    const int exponent = static_cast<int>(std::floor(std::log10(set.set.key.farRequested) + 1e-9));
    const double unit = std::pow(10.0, exponent);
    double highest = set.set.key.farRequested / unit;
    std::vector<ChartPoint> points;
    for (const AccuracyPoint& point : set.accuracy->curve) {
        points.push_back({static_cast<double>(point.level), point.far / unit, tipOf(set, point)});
        highest = std::max(highest, point.far / unit);
    }
    SvgChart chart(levelAxis(levels, fmt::format("Level of all probes ({})", levels.unit)),
                   linearAxis(fmt::format("FAR ({})", powerOfTen(exponent)), 0.0, highest),
                   pageColours(),
                   560,
                   190);
    chart.reserveRight(sharedRight);
    chart.addHorizontal(set.set.key.farRequested / unit, "FAR that fixed t0");
    chart.addLine(points, 1, "compressed probes", ChartDash::Solid, true);
    return chart.svg("False accept rate over level");
}

std::string accuracyByBpp(const ReportSet& set) {
    SvgChart chart(bppAxis({&set}), upperTarAxis({&set}), pageColours(), 560, 440);
    chart.addHorizontal(set.set.tar, "uncompressed");
    const std::vector<ChartPoint> curve = bppCurve(set);
    chart.addLine(curve, 0, "", ChartDash::Solid, true);
    // Every sixth level by name, the coarsest first.
    for (std::size_t i = 0; i < curve.size(); i += std::max<std::size_t>(1, curve.size() / 7)) {
        const AccuracyPoint& point = set.accuracy->curve[curve.size() - 1 - i];
        chart.addNote(curve[i], levelText(set.codec.levels, point.level));
    }
    const JndAccuracy& jnd = set.accuracy->jnd;
    if (jnd.images > 0)
        chart.addMark(
            {jnd.bpp, jnd.accuracy, "every image at its own JND point"},
            1,
            {"JND points", fmt::format("{:.3f} bpp", jnd.bpp), fmt::format("TAR {:.3f}", jnd.accuracy)});
    return chart.svg("True accept rate over bits per pixel");
}

std::string accuracyByBpp(const std::vector<const ReportSet*>& sets) {
    SvgChart chart(bppAxis(sets), upperTarAxis(sets), pageColours(), 860, 420);
    int colour = 0;
    for (const ReportSet* set : sets) {
        const ChartDash dashes[] = {ChartDash::Solid, ChartDash::Dashed, ChartDash::Dotted};
        chart.addLine(bppCurve(*set),
                      colour,
                      fmt::format("{} · {}", set->codec.setting, set->recognizer.name),
                      dashes[colour % 3]);
        if (set->accuracy->jnd.images > 0)
            chart.addMark({set->accuracy->jnd.bpp, set->accuracy->jnd.accuracy, "JND points"}, colour, {});
        ++colour;
    }
    return chart.svg("True accept rate over bits per pixel for every label set");
}

}  // namespace limen
