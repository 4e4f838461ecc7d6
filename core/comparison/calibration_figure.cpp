// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/calibration_figure.h"

#include <fmt/format.h>
#include <algorithm>

#include "evaluation/html_text.h"
#include "evaluation/svg_chart.h"

namespace limen {

namespace {

constexpr int panelWidth = 280;   // pixels
constexpr int panelHeight = 250;  // pixels
constexpr std::size_t panelsAcross = 3;

/// An axis over all levels of a codec, fine to coarse.
ChartAxis levelAxis(const std::string& title, const CodecLevels& levels) {
    const auto [least, most] = std::minmax(levels.finest, levels.coarsest);
    ChartAxis axis{
        title, static_cast<double>(levels.finest), static_cast<double>(levels.coarsest), false, {}};
    axis.ticks = niceTicks(least, most, 4);
    return axis;
}

std::string panel(const Calibration& calibration, const CodecLevels& levels) {
    const std::string& name = calibration.choice.name;
    SvgChart chart(levelAxis(fmt::format("selected {}, {}", levels.unit, name), levels),
                   levelAxis(fmt::format("true {}", levels.unit), levels),
                   {},
                   panelWidth,
                   panelHeight);
    const auto finest = static_cast<double>(levels.finest);
    const auto coarsest = static_cast<double>(levels.coarsest);
    chart.addLine({{finest, finest}, {coarsest, coarsest}}, 1, "", ChartDash::Dotted);
    std::vector<ChartPoint> means;
    for (const CalibrationBin& bin : calibration.bins) {
        means.push_back({bin.selected,
                         bin.truth,
                         fmt::format("selected {} to {}: true {:.1f}, standard deviation {:.1f}, {} images",
                                     bin.from,
                                     bin.to,
                                     bin.truth,
                                     bin.spread,
                                     bin.images)});
        chart.addLine(
            {{bin.selected, bin.truth - bin.spread}, {bin.selected, bin.truth + bin.spread}}, 0, "");
    }
    chart.addLine(means, 0, "", ChartDash::Solid, true);
    return chart.svg("Calibration of " + name);
}

/// What an <svg> element holds.
std::string contentOf(const std::string& svg) {
    const std::size_t from = svg.find('>') + 1;
    return svg.substr(from, svg.rfind("</svg>") - from);
}

ResultTable binTable(const std::vector<const Calibration*>& shown) {
    ResultTable table;
    table.title = "Calibration of selected levels, by selected level";
    table.columns = {{"selected from", 0},
                     {"selected to", 0},
                     {"mean selected", 2},
                     {"mean true", 2},
                     {"standard deviation of true", 2},
                     {"images", 0}};
    for (const Calibration* calibration : shown)
        for (const CalibrationBin& bin : calibration->bins)
            table.rows.push_back({calibration->choice.name,
                                  "",
                                  false,
                                  {static_cast<double>(bin.from),
                                   static_cast<double>(bin.to),
                                   bin.selected,
                                   bin.truth,
                                   bin.spread,
                                   static_cast<double>(bin.images)}});
    return table;
}

}  // namespace

std::optional<StoredFigure> calibrationFigure(const std::vector<Calibration>& calibrations,
                                              const CodecLevels& levels) {
    std::vector<const Calibration*> shown;
    for (const Calibration& calibration : calibrations)
        if (calibration.bins.size() > 1)
            shown.push_back(&calibration);
    if (shown.empty())
        return std::nullopt;
    const std::size_t rows = (shown.size() + panelsAcross - 1) / panelsAcross;
    const auto width = static_cast<int>(std::min(shown.size(), panelsAcross)) * panelWidth;
    const auto height = static_cast<int>(rows) * panelHeight;
    StoredFigure figure;
    figure.title = "Calibration of selected levels";
    figure.svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" )"
        R"(aria-label="{2}" style="font:12px 'Helvetica Neue',Helvetica,Arial,'Liberation Sans',)"
        R"('DejaVu Sans',sans-serif">)",
        width,
        height,
        escapedHtml(figure.title));
    for (std::size_t i = 0; i < shown.size(); ++i)
        figure.svg += fmt::format(R"svg(<g transform="translate({} {})">{}</g>)svg",
                                  static_cast<int>(i % panelsAcross) * panelWidth,
                                  static_cast<int>(i / panelsAcross) * panelHeight,
                                  contentOf(panel(*shown[i], levels)));
    figure.svg += "</svg>";
    figure.numbers = binTable(shown);
    return figure;
}

}  // namespace limen
