// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_comparison.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <map>

#include "evaluation/comparison_charts.h"
#include "evaluation/html_text.h"
#include "evaluation/report_axes.h"
#include "evaluation/report_charts.h"

namespace limen {

namespace {

// Pixels; the last row has the texts of the axis.
constexpr int rowWidth = comparisonWidth;
constexpr int rowHeight = 110;
constexpr int lastRowHeight = 148;
constexpr int pageWidth = 1096;  // names of recognizers take much of it

using Group = std::vector<ComparedSet>;

std::vector<Group> groupsOf(const StudyReport& report) {
    std::vector<Group> groups;
    for (const ReportSet& set : report.sets) {
        const auto found = std::find_if(groups.begin(), groups.end(), [&set](const Group& group) {
            return differInCodecOnly(group.front().set->set.key, set.set.key);
        });
        const ComparedSet one{&set, dashOf(set.series), set.codec.setting};
        if (found == groups.end())
            groups.push_back({one});
        else
            found->push_back(one);
    }
    return groups;
}

/// The parts of a group that have the same levels.
std::vector<Group> byLevels(const Group& group) {
    std::vector<Group> parts;
    for (const ComparedSet& one : group)
        if (parts.empty() || !(parts.back().front().set->codec.levels == one.set->codec.levels))
            parts.push_back({one});
        else
            parts.back().push_back(one);
    return parts;
}

Group withAccuracy(const Group& group) {
    Group result;
    std::copy_if(group.begin(), group.end(), std::back_inserter(result), [](const ComparedSet& one) {
        return one.set->accuracy.has_value();
    });
    return result;
}

/// All sets in the order of the report; what is alike but for the codec has the same dash.
Group everySet(const StudyReport& report, const std::vector<Group>& groups) {
    Group all;
    for (const ReportSet& set : report.sets) {
        const auto own = std::find_if(groups.begin(), groups.end(), [&set](const Group& group) {
            return differInCodecOnly(group.front().set->set.key, set.set.key);
        });
        all.push_back({&set, dashOf(static_cast<int>(own - groups.begin())), setName(set)});
    }
    return all;
}

std::string swatch(const ReportSet& set) {
    const ChartColours colours = pageColours();
    return fmt::format(R"(<span class="swatch" style="background:{}"></span>)",
                       colours.series[static_cast<std::size_t>(set.series) % colours.series.size()]);
}

/// Sets of the same levels under one another, on one axis.
std::string histograms(const Group& sets) {
    HistogramLook look;
    look.width = rowWidth;
    look.medianText = false;
    for (const ComparedSet& one : sets)
        for (const auto& [level, images] : one.set->summary.histogram)
            look.ceiling = std::max(look.ceiling, images);
    std::string html = R"(<div class="rows">)";
    for (const ComparedSet& one : sets) {
        look.xTexts = &one == &sets.back();
        look.height = look.xTexts ? lastRowHeight : rowHeight;
        const ReportSet& set = *one.set;
        html += fmt::format(
            R"(<div class="name">{} <b>{}</b><br/>median {}<br/>middle half {}<br/>{} images</div>{})",
            swatch(set),
            escapedHtml(one.label),
            escapedHtml(levelText(set.codec.levels, set.summary.levels->median)),
            rangeText(*set.summary.levels),
            grouped(static_cast<std::int64_t>(set.points.size())),
            jndHistogram(set, look));
    }
    return html + "</div>";
}

void addHistograms(Group group, PageText& page) {
    std::erase_if(group, [](const ComparedSet& one) { return !one.set->summary.levels; });
    if (group.empty())
        return;
    const std::vector<Group> parts = byLevels(group);
    std::string html;
    for (const Group& part : parts)
        html += histograms(part);
    std::string caption = "Where the JND points lie. Dashed: median; shaded: middle half.";
    if (parts.size() > 1)
        caption += " Only levels of one unit share an axis: others cannot be compared, see the rates.";
    page.addFigure(html, caption);
}

/// BPP of `set` against that of `anchor`, of the images that have a JND point in both. In percent.
std::optional<double> rateAgainst(const ReportSet& anchor, const ReportSet& set) {
    std::map<ImageId, double> rates;
    for (const JndPoint& point : anchor.points)
        rates[point.image] = point.bpp;
    double sum = 0.0;
    double anchorSum = 0.0;
    for (const JndPoint& point : set.points)
        if (const auto found = rates.find(point.image); found != rates.end()) {
            sum += point.bpp;
            anchorSum += found->second;
        }
    if (!(anchorSum > 0.0))
        return std::nullopt;
    return 100.0 * (sum / anchorSum - 1.0);
}

/// The setting of record where it is one of them, else the first.
const ReportSet& anchorOf(const Group& group) {
    const auto found = std::find_if(
        group.begin(), group.end(), [](const ComparedSet& one) { return one.set->codec.setting == "hevc"; });
    return found == group.end() ? *group.front().set : *found->set;
}

void addCodecTable(const StudyReport& report, const Group& group, PageText& page) {
    const ReportSet& anchor = anchorOf(group);
    std::string html = fmt::format(
        R"(<table data-table="codecs"><caption>{0}Codec settings at their JND points. bpp, TAR: means over the )"
        R"(images that have a JND point with that codec, each at its own; uncompressed: the same images. Against )"
        R"({1}: bits of the images that have a JND point with both.</caption><thead><tr>)"
        R"(<th class="text">Codec</th><th>JND points</th><th>median</th><th>middle half</th><th>bpp there</th>)"
        R"(<th>against<br/>{1}</th><th>TAR there</th><th>TAR un-<br/>compressed</th></tr></thead><tbody>)",
        page.nextTable(),
        escapedHtml(anchor.codec.setting));
    for (const ComparedSet& one : group) {
        const ReportSet& set = *one.set;
        const auto& levels = set.summary.levels;
        const bool hasTar = set.accuracy && set.accuracy->jnd.images > 0;
        const auto against = &set == &anchor ? std::nullopt : rateAgainst(anchor, set);
        html += fmt::format(
            R"(<tr><td class="text">{}</td><td>{} of {}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>)"
            R"(<td>{}</td><td>{}</td></tr>)",
            swatch(set) + " " + escapedHtml(one.label),
            grouped(set.summary.flags.at(LabelFlag::Ok)),
            grouped(report.probes.images),
            levels ? escapedHtml(levelText(set.codec.levels, levels->median)) : "–",
            levels ? rangeText(*levels) : "–",
            levels ? fmt::format("{:.3f}", set.summary.meanBpp) : "–",
            against ? fmt::format("{}{:.1f} %", *against < 0.0 ? "−" : "+", std::abs(*against)) : "–",
            hasTar ? fmt::format("{:.4f}", set.accuracy->jnd.accuracy) : "–",
            hasTar ? fmt::format("{:.4f}", set.accuracy->jnd.originalAccuracy) : "–");
    }
    page.add(html + "</tbody></table>");
}

void addMissingCurves(const StudyReport& report, const Group& group, PageText& page) {
    std::string commands;
    for (const ComparedSet& one : group)
        if (!one.set->accuracy)
            commands += commandText("accuracy", report, *one.set) + "\n";
    if (!commands.empty())
        page.add(
            "<p class=\"note\">Codec settings without a curve lack levels. To fill them in, run</p><pre>" +
            commands + "</pre>");
}

void addCurves(const Group& group, PageText& page) {
    const Group measured = withAccuracy(group);
    if (measured.size() > 1)
        page.addFigure(
            compareByBpp(measured),
            "Accuracy over rate, all probes at one level after another. Diamonds: each image at its "
            "own JND point.");
    for (const Group& part : byLevels(measured))
        if (part.size() > 1)
            page.addFigure(
                compareByLevel(part),
                fmt::format("Accuracy over {0}, of the codec settings that have this unit. Diamonds: "
                            "the curve at the median JND point. Equal {0} is not equal rate.",
                            escapedHtml(part.front().set->codec.levels.unit)));
}

void addGroup(const StudyReport& report, const Group& group, PageText& page) {
    addCodecTable(report, group, page);
    addHistograms(group, page);
    const bool anyPoints = std::any_of(
        group.begin(), group.end(), [](const ComparedSet& one) { return !one.set->points.empty(); });
    if (anyPoints)
        page.addFigure(
            compareJndRates(group),
            "What the JND points cost: share of the images with a JND point whose JND point needs at "
            "most so many bits per pixel. Further left is better.");
    addCurves(group, page);
    addMissingCurves(report, group, page);
}

/// Every label set, whatever it differs in.
void addSetTable(const StudyReport& report, PageText& page) {
    std::string html = fmt::format(
        R"(<table data-table="sets"><caption>{}The label sets of this study. Thresholds differ between )"
        R"(recognizers and between FARs.</caption><thead><tr>)"
        R"(<th class="text">Codec</th><th class="text">Recognizer</th><th>FAR</th><th>t0</th>)"
        R"(<th>TAR</th><th>JND points</th><th>median</th><th>middle half</th><th>bpp there</th></tr></thead><tbody>)",
        page.nextTable());
    for (const ReportSet& set : report.sets) {
        const auto& levels = set.summary.levels;
        html +=
            fmt::format(R"(<tr><td class="text">{} {}</td><td class="text">{}</td><td>{}</td><td>{:.4f}</td>)"
                        R"(<td>{:.4f}</td><td>{} of {}</td><td>{}</td><td>{}</td><td>{}</td></tr>)",
                        swatch(set),
                        escapedHtml(set.codec.setting),
                        escapedHtml(set.recognizer.name),
                        rateText(set.set.key.farRequested),
                        set.set.threshold,
                        set.set.tar,
                        set.summary.flags.at(LabelFlag::Ok),
                        set.summary.labelled,
                        levels ? escapedHtml(levelText(set.codec.levels, levels->median)) : "–",
                        levels ? rangeText(*levels) : "–",
                        levels ? fmt::format("{:.3f}", set.summary.meanBpp) : "–");
    }
    page.add(html + "</tbody></table>");
}

/// "mobilefacenet-ms1m · FAR 1.00e-4 · largest".
std::string groupTitle(const Group& group) {
    const ReportSet& set = *group.front().set;
    return fmt::format("{} · FAR {} · {}",
                       escapedHtml(set.recognizer.name),
                       rateText(set.set.key.farRequested),
                       readingName(set.set.key.reading));
}

}  // namespace

void addComparison(const StudyReport& report, PageText& page) {
    const std::vector<Group> groups = groupsOf(report);
    for (const Group& group : groups) {
        if (group.size() < 2)
            continue;
        page.add(
            fmt::format(R"(<section data-comparison="{}"><h2>Codecs compared</h2><p class="lead">{}</p>)",
                        group.size(),
                        groupTitle(group)));
        addGroup(report, group, page);
        page.add("</section>");
    }
    if (groups.size() < 2)
        return;
    page.add("<h2>Label sets compared</h2>");
    addSetTable(report, page);
    const Group all = everySet(report, groups);
    addHistograms(all, page);
    const Group curves = withAccuracy(all);
    if (curves.size() > 1)
        page.addFigure(
            compareByBpp(curves, pageWidth),
            "Accuracy over rate of each label set, all probes at one level. Colours tell the codecs apart, "
            "dashes the rest. Diamonds: each image at its own JND point. Thresholds differ between "
            "recognizers and between FARs.");
}

}  // namespace limen
