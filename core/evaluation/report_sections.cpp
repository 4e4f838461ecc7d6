// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_sections.h"

#include <fmt/format.h>
#include <algorithm>

#include "evaluation/html_text.h"
#include "evaluation/report_axes.h"
#include "evaluation/report_charts.h"
#include "evaluation/report_faces.h"

namespace limen {

namespace {

struct FlagText {
    LabelFlag flag;
    const char* meaning;
};

constexpr FlagText flagTexts[] = {
    {LabelFlag::Ok, "have a JND point"},
    {LabelFlag::NoMates, "are the only image of their person"},
    {LabelFlag::Unrecognised, "are not recognised even uncompressed"},
    {LabelFlag::NoLevel, "lose recognition at every level"},
};

std::string tile(const std::string& field, const std::string& value, const std::string& meaning) {
    return fmt::format(
        R"(<div class="tile"><b data-field="{}">{}</b><span>{}</span></div>)", field, value, meaning);
}

void addTiles(const ReportSet& set, PageText& page) {
    page.add(R"(<div class="tiles">)");
    const LabelSummary& summary = set.summary;
    if (summary.levels) {
        page.add(tile("median",
                      escapedHtml(levelText(set.codec.levels, summary.levels->median)),
                      fmt::format("median JND point; middle half {}", rangeText(*summary.levels))));
        page.add(
            tile("mean_bpp",
                 fmt::format("{:.3f} bpp", summary.meanBpp),
                 fmt::format("mean at the JND points; uncompressed 24; median {:.3f}", summary.bpp->median)));
    }
    page.add(
        tile("tar", fmt::format("{:.4f}", set.set.tar), "true accept rate at t0, uncompressed, all pairs"));
    page.add(tile("images_ok",
                  fmt::format("{} of {}",
                              grouped(summary.flags.at(LabelFlag::Ok)),
                              grouped(static_cast<std::int64_t>(summary.labelled))),
                  "probes have a JND point"));
    page.add("</div>");
}

void addFacts(const ReportSet& set, PageText& page) {
    const LabelSet& labels = set.set;
    std::string html = "<dl>";
    html += fact("Codec setting", "codec", escapedHtml(set.codec.setting));
    html += fact("Codec in full",
                 "codec_identity",
                 R"(<span class="hash">)" + escapedHtml(set.codec.identity) + "</span>");
    html += fact("Recognizer",
                 "recognizer",
                 fmt::format("{}, {} values per embedding, {} on {}",
                             escapedHtml(set.recognizer.name),
                             set.recognizer.dimension,
                             escapedHtml(set.recognizer.options.precision),
                             escapedHtml(set.recognizer.options.device)));
    html += fact("Recognizer in full",
                 "recognizer_identity",
                 R"(<span class="hash">)" + escapedHtml(set.recognizer.identity) + "</span>");
    html += fact("Threshold t0", "threshold", fmt::format("{:.6f}", labels.threshold));
    html += fact("FAR asked for", "far_requested", rateText(labels.key.farRequested));
    html += fact("FAR reached", "far", rateText(labels.far));
    html += fact("Impostor pairs", "impostor_pairs", grouped(labels.impostorPairs));
    html += fact("Genuine pairs", "genuine_pairs", grouped(set.summary.genuinePairs));
    html += fact("TAR, all pairs", "tar_pairs", fmt::format("{:.6f}", labels.tar));
    html += fact("TAR, mean of identities", "tar_by_identity", fmt::format("{:.6f}", labels.tarByIdentity));
    html += fact("Reading",
                 "reading",
                 labels.key.reading == Reading::Largest
                     ? "largest: the coarsest level that keeps recognition"
                     : "contiguous: the last level before the first that loses recognition");
    html += fact("Labelled", "created", escapedHtml(labels.created));
    std::string flags;
    for (const FlagText& text : flagTexts)
        flags += fmt::format(R"(<span data-field="flag_{}">{}</span> {}; )",
                             flagName(text.flag),
                             grouped(set.summary.flags.at(text.flag)),
                             text.meaning);
    html += fact("Probes", "flags", flags.substr(0, flags.size() - 2));
    page.add(html + "</dl>");
}

void addPointCharts(const ReportSet& set, PageText& page) {
    page.add(R"(<h3>JND points</h3><div class="charts">)");
    page.addFigure(
        jndHistogram(set, {}),
        fmt::format("JND points of the {} probes that have one. Dashed: median; shaded: middle half.",
                    grouped(static_cast<std::int64_t>(set.points.size()))));
    page.addFigure(
        jndScatter(set),
        "What the JND point costs: bits per pixel of each image there, one dot per image. Images of "
        "one JND point differ by their content.");
    page.add("</div>");
}

void addAccuracy(const StudyReport& report, const ReportSet& set, PageText& page) {
    page.add("<h3>Accuracy</h3>");
    if (!set.accuracy) {
        page.add(
            fmt::format(R"(<p class="note">The accuracy curves need every probe at every level: {} of {} )"
                        R"(embeddings are stored. Run <code>{}</code> and write the report again.</p>)",
                        set.grid.stored,
                        set.grid.needed,
                        commandText("accuracy", report, set)));
        return;
    }
    page.add(R"(<div class="charts">)");
    page.addFigure(
        accuracyByLevel(set) + farByLevel(set),
        fmt::format(
            "Recognition when <i>all</i> probes are compressed at one level and the gallery is not. Above: "
            "share of genuine pairs accepted at t0 = {:.4f}. Below: share of impostor pairs accepted at "
            "the same t0.",
            set.set.threshold));
    const JndAccuracy& jnd = set.accuracy->jnd;
    std::string caption =
        fmt::format("Accuracy over rate. Dots: all {} probes at one level.", grouped(report.probes.images));
    if (jnd.images > 0)
        caption += fmt::format(
            R"( Diamond: each image at its own JND point: the {} probes that have one, )"
            R"(<span data-field="jnd_bpp">{:.4f}</span> bpp, TAR <span data-field="jnd_tar">{:.4f}</span> )"
            R"((the same images uncompressed: {:.4f}).)",
            grouped(static_cast<std::int64_t>(jnd.images)),
            jnd.bpp,
            jnd.accuracy,
            jnd.originalAccuracy);
    page.addFigure(accuracyByBpp(set), caption);
    page.add("</div>");
}

std::string predictionNote(const StudyReport& report) {
    if (!report.predictor.empty())
        return fmt::format(
            " Predicted: the JND image as {} sees it in the original alone (it learned from JND points of "
            "other "
            "people, under its own recognizer).",
            escapedHtml(report.predictor));
    return report.predictionProblem.empty()
               ? ""
               : " No JND image is predicted: " + escapedHtml(report.predictionProblem);
}

void addFaces(const StudyReport& report, const ReportSet& set, PageText& page) {
    page.add("<h3>The most and the least compressible faces</h3>");
    if (set.most.empty()) {
        page.add(fmt::format(R"(<p class="note">There are no faces to show{}</p>)",
                             set.facesProblem.empty() ? std::string(": no probe has a JND point.")
                                                      : ": " + escapedHtml(set.facesProblem)));
        return;
    }
    std::string html = R"(<div class="faces">)";
    for (const auto& [title, faces] :
         {std::pair{"Most compressible", &set.most}, std::pair{"Least compressible", &set.least}}) {
        if (faces->empty())
            continue;
        const int scale = residualRange(*faces);
        html += fmt::format("<div><h4>{}</h4>", title) + faceColumn(*faces, set.codec.levels, scale) +
                residualScale(scale) + "</div>";
    }
    page.addFigure(
        html + "</div>",
        std::string(
            "Faces with the coarsest and the finest JND points (where two are alike, the fewer or more bits "
            "decide), one per person where there are enough people. Residual: original minus JND image, "
            "luma, in grey levels; each column has the scale below it, which at most 0.5 % of its pixels "
            "exceed (they get the end colour). Mates accepted: uncompressed, at t0.") +
            predictionNote(report));
}

std::string curveRow(const ReportSet& set, const AccuracyPoint& point) {
    const auto& quartiles = set.summary.levels;
    const bool middle = quartiles && point.level >= quartiles->lower && point.level <= quartiles->upper;
    return fmt::format(
        "<tr{}><td>{}</td><td>{:.4f}</td><td>{:.4f}</td><td>{:.4f}</td><td>{}</td><td>{}</td></tr>",
        middle ? R"( class="jnd")" : "",
        point.level,
        point.bpp,
        point.accuracy,
        point.byIdentity,
        rateText(point.far),
        set.summary.histogram.at(point.level));
}

void addCurveTable(const ReportSet& set, PageText& page) {
    if (!set.accuracy)
        return;
    const std::vector<AccuracyPoint>& curve = set.accuracy->curve;
    page.add(
        fmt::format(R"(<p class="caption">{}The accuracy curve. JND points: images whose JND point is this )"
                    R"(level; shaded where the middle half of them lies.</p><div class="halves">)",
                    page.nextTable()));
    const std::size_t half = (curve.size() + 1) / 2;
    for (std::size_t first = 0; first < curve.size(); first += half) {
        std::string html = fmt::format(
            R"(<table data-table="curve"><thead><tr><th>{}</th><th>bpp</th><th>TAR,<br/>all pairs</th>)"
            R"(<th>TAR, mean of<br/>identities</th><th>FAR</th><th>JND<br/>points</th></tr></thead><tbody>)",
            escapedHtml(set.codec.levels.unit));
        for (std::size_t i = first; i < std::min(curve.size(), first + half); ++i)
            html += curveRow(set, curve[i]);
        page.add(html + "</tbody></table>");
    }
    page.add("</div>");
}

}  // namespace

std::string commandText(const char* verb, const StudyReport& report, const ReportSet& set) {
    return escapedHtml(fmt::format("limen {} --study {} --codec {} --recognizer {} --far {:g}",
                                   verb,
                                   report.folder,
                                   set.codec.setting,
                                   set.recognizer.name,
                                   set.set.key.farRequested));
}

std::string rangeText(const Quartiles& quartiles) {
    return fmt::format("{:.6g} to {:.6g}", quartiles.lower, quartiles.upper);
}

void PageText::addFigure(const std::string& content, const std::string& caption) {
    add(fmt::format(
        "<figure>{}<figcaption><b>Figure {}.</b> {}</figcaption></figure>", content, ++m_figures, caption));
}

std::string PageText::nextTable() {
    return fmt::format("<b>Table {}.</b> ", ++m_tables);
}

std::string fact(const std::string& name, const std::string& field, const std::string& value) {
    return fmt::format(R"(<dt>{}</dt><dd data-field="{}">{}</dd>)", name, field, value);
}

std::string setName(const ReportSet& set) {
    std::string title = set.codec.setting + " · " + set.recognizer.name;
    if (set.set.key.farRequested != 1e-4)
        title += fmt::format(" · FAR {:.3g}", set.set.key.farRequested);
    if (set.set.key.reading != Reading::Largest)
        title += fmt::format(" · {}", readingName(set.set.key.reading));
    return title;
}

void addSet(const StudyReport& report, const ReportSet& set, PageText& page) {
    page.add(fmt::format(R"(<section data-set="{}"><h2>{}</h2>)", set.set.id, escapedHtml(setName(set))));
    if (!set.set.complete)
        page.add(
            fmt::format(R"(<p class="note">Labelling is not finished: {} of {} probes. Run <code>{}</code>, )"
                        R"(which goes on where it stopped.</p>)",
                        set.summary.labelled,
                        report.probes.images,
                        commandText("label", report, set)));
    addTiles(set, page);
    addFacts(set, page);
    if (!set.points.empty())
        addPointCharts(set, page);
    addAccuracy(report, set, page);
    addFaces(report, set, page);
    addCurveTable(set, page);
    page.add("</section>");
}

}  // namespace limen
