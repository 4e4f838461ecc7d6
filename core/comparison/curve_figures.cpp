// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/curve_figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <set>

#include "base/error.h"
#include "comparison/coding_results.h"
#include "comparison/judges.h"
#include "comparison/rate_accuracy.h"
#include "comparison/table_store.h"
#include "evaluation/report_charts.h"

namespace limen {

namespace {

constexpr double shownLoss = 0.35;  // of TAR; what lies lower is in the numbers

/// What the labels were made from; images are not read for it.
Json dataOf(Study& study, const LabelSet& labels) {
    return {{"study", study.name()},
            {"codec", EncodingTable(study).codec(labels.key.codec).identity},
            {"recognizer", EmbeddingTable(study).recognizer(labels.key.recognizer).identity},
            {"far", labels.key.farRequested},
            {"reading", readingName(labels.key.reading)},
            {"threshold", labels.threshold},
            {"probes_sha256", labels.key.probeSet},
            {"distractors_sha256", labels.key.distractorSet}};
}

void requireGrid(Study& study, const LabelSet& labels) {
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const RecognizerRecord recognizer = EmbeddingTable(study).recognizer(labels.key.recognizer);
    if (labels.complete && gridCoverage(study, codec, recognizer.id).complete())
        return;
    throwFailure(fmt::format("The study {} lacks levels of some probes.", study.name()),
                 fmt::format("`limen accuracy --study {} --codec {} --recognizer {} --far {}` makes what is "
                             "missing.",
                             study.folder().filename().string(),
                             codec.setting,
                             recognizer.name,
                             labels.key.farRequested));
}

/// "1722 probes, hevc, mobilefacenet-ms1m at FAR 0.0001 (t0 = 0.3021)."
std::string dataNote(Study& study, const LabelSet& labels, const std::string& images) {
    return fmt::format("{}: {}, codec {}, recognizer {} at FAR {} (t0 = {:.4f}).",
                       study.name(),
                       images,
                       EncodingTable(study).codec(labels.key.codec).setting,
                       EmbeddingTable(study).recognizer(labels.key.recognizer).name,
                       labels.key.farRequested,
                       labels.threshold);
}

std::string probesText(Study& study) {
    const auto probes = ImageTable(study).counts(Role::Probe);
    return fmt::format("{} probes of {} people", probes.images, probes.identities);
}

/// A recognizer's curve, with the TAR of the originals.
struct RecognizerCurve {
    LabelSet set;
    std::string recognizer;
    std::vector<AccuracyPoint> curve;
};

std::string leftOutNote(Study& study, const LabelSet& labels, const std::vector<RecognizerCurve>& curves) {
    std::set<std::string> names;
    for (const LabelSet& set : LabelTable(study).sets()) {
        const std::string name = EmbeddingTable(study).recognizer(set.key.recognizer).name;
        const bool drawn = std::any_of(
            curves.begin(), curves.end(), [&name](const auto& one) { return one.recognizer == name; });
        if (set.key.codec == labels.key.codec && !drawn)
            names.insert(name);
    }
    return names.empty() ? ""
                         : fmt::format("Not measured at every level of every probe, and left out: {}.",
                                       fmt::join(names, ", "));
}

TableCell cellOf(double value) {
    return {value};
}

ResultTable rateTable(const std::string& title, const std::string& accuracy) {
    ResultTable table;
    table.title = title;
    table.columns = {{"BPP", 4}, {accuracy, 4}, {"mean of identities", 4}, {"FAR", 6}};
    return table;
}

void addRate(ResultTable& table, const std::string& name, const OperatingRate& rate) {
    table.rows.push_back(
        {name,
         "",
         false,
         {cellOf(rate.bpp), cellOf(rate.accuracy), cellOf(rate.byIdentity), cellOf(rate.far)}});
}

/// An operating point of Fig. 3b.
struct RatedChoice {
    LevelChoice choice;
    OperatingRate rate;
};

std::string rateChart(const std::vector<std::pair<int, OperatingRate>>& curve,
                      const std::vector<RatedChoice>& points,
                      const CodecLevels& levels,
                      const std::string& recognizer) {
    double fewest = 1e9, most = 0.0, lowest = 1.0, highest = 0.0;
    const auto widen = [&](const OperatingRate& rate) {
        fewest = std::min(fewest, rate.bpp);
        most = std::max(most, rate.bpp);
        lowest = std::min(lowest, rate.accuracy);
        highest = std::max(highest, rate.accuracy);
    };
    for (const RatedChoice& point : points)
        widen(point.rate);
    for (const auto& [level, rate] : curve)
        highest = std::max(highest, rate.accuracy);
    for (const auto& [level, rate] : curve)
        if (rate.accuracy > highest - shownLoss)
            widen(rate);
    SvgChart chart(logAxis("Bits per pixel (mean over the images, logarithmic)", fewest, most),
                   linearAxis(fmt::format("TAR at t0 of {}", recognizer), lowest, highest),
                   {},
                   640,
                   440);
    std::vector<ChartPoint> line;
    for (const auto& [level, rate] : curve)
        line.insert(line.begin(), {rate.bpp, rate.accuracy, levelText(levels, level)});  // few bits first
    chart.addLine(line, 0, "one level for all", ChartDash::Solid, true);
    for (std::size_t i = 0; i < line.size(); i += std::max<std::size_t>(1, line.size() / 7))
        chart.addNote(line[i], line[i].tip);
    int colour = 0;
    for (const RatedChoice& point : points)
        chart.addEdgeMark(
            {point.rate.bpp,
             point.rate.accuracy,
             fmt::format(
                 "{}: {:.4f} bpp, TAR {:.4f}", point.choice.name, point.rate.bpp, point.rate.accuracy)},
            ++colour,
            point.choice.name);
    return chart.svg("True accept rate over bits per pixel, with operating points", true);
}

}  // namespace

StoredFigure accuracyFigure(Study& study, const LabelSet& labels, const JobContext& context) {
    requireGrid(study, labels);
    const CodecRecord codec = EncodingTable(study).codec(labels.key.codec);
    const CodecLevels& levels = codec.levels;
    const std::vector<LabelSet> sets = judgesOf(study, labels, codec);
    std::vector<RecognizerCurve> curves;
    double lowest = 1.0, highest = 0.0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const auto count = static_cast<double>(sets.size());
        const double from = static_cast<double>(i) / count;
        curves.push_back({sets[i],
                          EmbeddingTable(study).recognizer(sets[i].key.recognizer).name,
                          accuracyOfStored(study, sets[i], context.part(from, from + 1.0 / count)).curve});
        highest = std::max(highest, sets[i].tar);
        for (const AccuracyPoint& point : curves.back().curve) {
            lowest = std::min(lowest, point.accuracy);
            highest = std::max(highest, point.accuracy);
        }
    }
    // The originals stand apart from the levels, of which they are none.
    const double original = levels.finest - 3.0 * levels.step;
    ChartAxis axis = levelAxis(levels, fmt::format("{} of all probes", levels.unit));
    axis.from = original - levels.step;
    axis.ticks.push_back(original);
    axis.words = {{original, "original"}};
    SvgChart chart(axis, linearAxis("TAR at each recognizer's t0", lowest, highest), {}, 640, 400);
    StoredFigure figure;
    figure.id = tableId("figure 2 " + codec.setting);
    figure.title = "Accuracy of face recognition over compression";
    figure.numbers.title = figure.title;
    figure.numbers.rows.push_back({"original", "", false, {}});
    for (const int level : levels.all())
        figure.numbers.rows.push_back({levelText(levels, level), "", false, {}});
    std::string thresholds;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const auto& [set, recognizer, curve] = curves[i];
        const int colour = static_cast<int>(i);
        chart.addLine({{original, set.tar}}, colour, "", dashOf(colour), true);
        std::vector<ChartPoint> line;
        figure.numbers.columns.push_back({recognizer, 4});
        figure.numbers.rows.front().cells.push_back(cellOf(set.tar));
        for (std::size_t place = 0; place < curve.size(); ++place) {
            line.push_back({static_cast<double>(curve[place].level), curve[place].accuracy});
            figure.numbers.rows[place + 1].cells.push_back(cellOf(curve[place].accuracy));
        }
        chart.addLine(line, colour, recognizer, dashOf(colour), true);
        thresholds += fmt::format("{}{} (t0 = {:.4f})", i == 0 ? "" : ", ", recognizer, set.threshold);
    }
    figure.svg = chart.svg("True accept rate over level, one curve for each recognizer", true);
    figure.notes = {
        fmt::format("{}: {}, all compressed by {} at one level; share of genuine pairs with "
                    "uncompressed photographs that are accepted at FAR {}: {}.",
                    study.name(),
                    probesText(study),
                    codec.setting,
                    labels.key.farRequested,
                    thresholds)};
    if (const std::string note = leftOutNote(study, labels, curves); !note.empty())
        figure.notes.push_back(note);
    figure.notes.emplace_back(otherDataNote);
    figure.about = {{"data", dataOf(study, labels)}};
    return figure;
}

StoredFigure jndPointFigure(Study& study, const LabelSet& labels, const JobContext& context) {
    const ReportSet set = readSetNumbers(study, labels, context);
    if (set.points.empty())
        throwFailure(fmt::format("No probe of the study {} has a JND point.", study.name()),
                     "`limen label` looks for them.");
    StoredFigure figure;
    figure.id = tableId("figure 3a " + set.codec.setting + " " + set.recognizer.name);
    figure.title = "JND points";
    figure.notes = {
        dataNote(study, labels, fmt::format("JND points of {} of {}", set.points.size(), probesText(study))),
        "Dashed: median; shaded: middle half.",
        otherDataNote};
    figure.svg = jndHistogram(set, {}, printPaper());
    figure.about = {{"data", dataOf(study, labels)}};
    figure.numbers.title = figure.title;
    figure.numbers.columns = {{"images", 0}};
    for (const int level : set.codec.levels.all())
        figure.numbers.rows.push_back({levelText(set.codec.levels, level),
                                       "",
                                       false,
                                       {cellOf(static_cast<double>(set.summary.histogram.at(level)))}});
    return figure;
}

StoredFigure rateFigure(Study& study, const LabelSet& labels, const JobContext& context) {
    requireGrid(study, labels);
    const ReportSet set = readSetNumbers(study, labels, context);
    StoredFigure figure;
    figure.id = tableId("figure 3b " + set.codec.setting + " " + set.recognizer.name);
    figure.title = "Accuracy over rate";
    figure.svg = accuracyByBpp(set, printPaper());
    figure.about = {{"data", dataOf(study, labels)}};
    figure.numbers = rateTable(figure.title, "TAR at t0");
    for (const AccuracyPoint& point : set.accuracy->curve)
        addRate(figure.numbers,
                levelText(set.codec.levels, point.level),
                {point.bpp, point.accuracy, point.byIdentity, point.far});
    figure.notes = {dataNote(study, labels, probesText(study)), "Dots: all probes at one level."};
    const JndAccuracy& jnd = set.accuracy->jnd;
    if (jnd.images > 0) {
        figure.numbers.rows.push_back(
            {"JND points", "", false, {cellOf(jnd.bpp), cellOf(jnd.accuracy), TableCell(), TableCell()}});
        figure.notes.push_back(
            fmt::format("Diamond: each image at its own JND point, the {} that have one.", jnd.images));
    }
    figure.notes.emplace_back(otherDataNote);
    return figure;
}

StoredFigure operatingPointFigure(const ComparisonSheet& sheet,
                                  const RecognitionGrid& grid,
                                  const CodecRecord& codec) {
    const RateAccuracy rates(grid, sheet.images);
    std::vector<std::pair<int, OperatingRate>> curve;
    StoredFigure figure;
    figure.id = tableId("figure 3b " + codec.setting + " " + grid.recognizer + " operating points");
    figure.title = "Accuracy over rate, with the operating points of predictors, by " + grid.recognizer;
    figure.numbers = rateTable(figure.title, "TAR at t0 of " + grid.recognizer);
    for (const int level : grid.levels) {
        curve.emplace_back(level, rates.at(level));
        addRate(figure.numbers, levelText(codec.levels, level), curve.back().second);
    }
    std::vector<RatedChoice> points;
    for (LevelChoice& choice : levelChoices(sheet, {})) {
        const ComparedRow* row = sheet.find(choice.name);
        if (choice.rule != "truth" && (row == nullptr || row->kind != kindName(CandidateKind::Predictor)))
            continue;
        const OperatingRate rate = rates.at(choice.selected);
        addRate(figure.numbers, choice.name, rate);
        points.push_back({std::move(choice), rate});
    }
    figure.svg = rateChart(curve, points, codec.levels, grid.recognizer);
    figure.notes = {
        fmt::format(
            "{} images whose people the predictors have not seen, codec {}, judged by {} (t0 = {:.4f}). "
            "Dots: all of them at one level; other marks: each at the level that is selected for it. The "
            "true JND points, by the recognizer of the labels, are the upper bound there.",
            sheet.images.size(),
            codec.setting,
            grid.recognizer,
            grid.threshold),
        otherDataNote};
    figure.about = {{"data", sheet.about.at("data")}};
    return figure;
}

}  // namespace limen
