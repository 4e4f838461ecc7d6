// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_charts.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr double sharedRight = 164.0;  // pixels: two charts under one another have one x axis
constexpr std::size_t mostDots = 4000;

std::string powerOfTen(int exponent) {
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "10⁻" : "10";
    for (const char c : std::to_string(std::abs(exponent)))
        text += digits[c - '0'];
    return text;
}

}  // namespace

std::string jndHistogram(const ReportSet& set, const HistogramLook& look, const ChartPaper& paper) {
    const CodecLevels& levels = set.codec.levels;
    int most = std::max(1, look.ceiling);
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
                   paper.colours,
                   look.width,
                   look.height);
    if (!look.xTexts)
        chart.leaveOutXTexts();
    if (const auto& quartiles = set.summary.levels) {
        chart.addBand(quartiles->lower, quartiles->upper);
        chart.addVertical(quartiles->median,
                          look.medianText ? fmt::format("median {:.6g}, middle half {:.6g} to {:.6g}",
                                                        quartiles->median,
                                                        quartiles->lower,
                                                        quartiles->upper)
                                          : "");
    }
    chart.addBars(bars, 0.84 * levels.step, set.series);
    return chart.svg("Histogram of the JND points", paper.standAlone);
}

std::string jndScatter(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    double lowest = 1e9;
    double highest = 1e-9;
    for (const JndPoint& point : set.points) {
        lowest = std::min(lowest, point.bpp);
        highest = std::max(highest, point.bpp);
    }
    SvgChart chart(levelAxis(levels, fmt::format("JND point ({})", levels.unit)),
                   logAxis("Bits per pixel at the JND point", lowest, highest),
                   pageColours());
    const std::size_t stride = 1 + (set.points.size() - 1) / mostDots;
    std::vector<ChartPoint> dots;
    for (std::size_t i = 0; i < set.points.size(); i += stride)
        dots.push_back({static_cast<double>(set.points[i].level), set.points[i].bpp});
    chart.addCloud(dots, set.series);
    return chart.svg("Bits per pixel over JND point, one dot per image");
}

std::string accuracyByLevel(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    SvgChart chart(levelAxis(levels, ""), tarAxis(set), pageColours(), 560, 280);
    chart.reserveRight(sharedRight);
    std::vector<ChartPoint> pairs;
    std::vector<ChartPoint> identities;
    for (const AccuracyPoint& point : set.accuracy->curve) {
        pairs.push_back({static_cast<double>(point.level), point.accuracy, pointTip(set, point)});
        identities.push_back({static_cast<double>(point.level), point.byIdentity});
    }
    chart.addHorizontal(set.set.tar, "uncompressed");
    chart.addLine(identities, set.series, "mean of identities", ChartDash::Dashed);
    chart.addLine(pairs, set.series, "all pairs", ChartDash::Solid, true);
    return chart.svg("True accept rate over level");
}

std::string farByLevel(const ReportSet& set) {
    const CodecLevels& levels = set.codec.levels;
    const int exponent = static_cast<int>(std::floor(std::log10(set.set.key.farRequested) + 1e-9));
    const double unit = std::pow(10.0, exponent);
    double highest = set.set.key.farRequested / unit;
    std::vector<ChartPoint> points;
    for (const AccuracyPoint& point : set.accuracy->curve) {
        points.push_back({static_cast<double>(point.level), point.far / unit, pointTip(set, point)});
        highest = std::max(highest, point.far / unit);
    }
    SvgChart chart(levelAxis(levels, fmt::format("Level of all probes ({})", levels.unit)),
                   linearAxis(fmt::format("FAR ({})", powerOfTen(exponent)), 0.0, highest),
                   pageColours(),
                   560,
                   190);
    chart.reserveRight(sharedRight);
    chart.addHorizontal(set.set.key.farRequested / unit, "FAR that fixed t0");
    chart.addLine(points, set.series, "compressed probes", ChartDash::Solid, true);
    return chart.svg("False accept rate over level");
}

std::string accuracyByBpp(const ReportSet& set, const ChartPaper& paper) {
    SvgChart chart(bppAxis({&set}), upperTarAxis({&set}), paper.colours, 560, 440);
    chart.addHorizontal(set.set.tar, "uncompressed");
    const std::vector<ChartPoint> curve = bppCurve(set);
    chart.addLine(curve, set.series, "", ChartDash::Solid, true);
    // Every sixth level by name, the coarsest first.
    for (std::size_t i = 0; i < curve.size(); i += std::max<std::size_t>(1, curve.size() / 7)) {
        const AccuracyPoint& point = set.accuracy->curve[curve.size() - 1 - i];
        chart.addNote(curve[i], levelText(set.codec.levels, point.level));
    }
    const JndAccuracy& jnd = set.accuracy->jnd;
    if (jnd.images > 0)
        chart.addMark(
            {jnd.bpp, jnd.accuracy, "every image at its own JND point"},
            set.series,
            {"JND points", fmt::format("{:.3f} bpp", jnd.bpp), fmt::format("TAR {:.3f}", jnd.accuracy)});
    return chart.svg("True accept rate over bits per pixel", paper.standAlone);
}

}  // namespace limen
