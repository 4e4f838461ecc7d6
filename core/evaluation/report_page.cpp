// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_page.h"

#include <fmt/format.h>

#include "evaluation/html_text.h"
#include "evaluation/report_comparison.h"
#include "evaluation/report_results.h"
#include "evaluation/report_sections.h"
#include "evaluation/report_style.h"

namespace limen {

namespace {

constexpr int sheetQuality = 88;

std::string counted(int number, const char* one, const char* many) {
    return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string hash(const std::string& text) {
    return R"(<span class="hash">)" + escapedHtml(text) + "</span>";
}

void addHead(const StudyReport& report, PageText& page) {
    page.add(fmt::format(
        R"(<header><h1>How far can these faces be compressed?</h1><p class="lead">Study <b><bdi>{}</bdi></b>: )"
        R"(just noticeable differences for face recognition. {} of {}, {}.</p></header>)",
        escapedHtml(report.study),
        counted(report.probes.images, "probe", "probes"),
        counted(report.probes.identities, "person", "people"),
        counted(report.distractors.images, "distractor", "distractors")));
}

void addStudy(const StudyReport& report, PageText& page) {
    page.add("<h2>The study</h2><dl>");
    page.add(fact("Probes",
                  "probes",
                  fmt::format("{} of {}",
                              counted(report.probes.images, "image", "images"),
                              counted(report.probes.identities, "person", "people"))));
    page.add(fact("Distractors",
                  "distractors",
                  fmt::format("{} of {}",
                              counted(report.distractors.images, "image", "images"),
                              counted(report.distractors.identities, "person", "people"))));
    for (const auto& [alignment, images] : report.alignments)
        page.add(fact("Alignment",
                      "alignment",
                      fmt::format("{} ({})", hash(alignment), counted(images, "image", "images"))));
    for (const auto& [codec, encodings] : report.codecs)
        page.add(fact(
            "Encodings",
            "encodings",
            fmt::format(
                "{} with {}", grouped(static_cast<std::int64_t>(encodings)), escapedHtml(codec.setting))));
    page.add(fact("Set of probes", "probe_set", hash(report.probeSet)));
    page.add(fact("Set of distractors", "distractor_set", hash(report.distractorSet)));
    for (const std::string& version : report.versions)
        page.add(fact("Made with", "made_with", escapedHtml(version)));
    page.add(fact("Report",
                  "written",
                  fmt::format("{}, {}", escapedHtml(report.writtenAt), escapedHtml(report.writtenBy))));
    page.add("</dl>");
}

void addSheet(const StudyReport& report, PageText& page) {
    if (!report.sheet) {
        page.add(fmt::format(R"(<p class="note">The study has no probes. Import photographs: )"
                             R"(<code>limen import PHOTOS --study {}</code>.</p>)",
                             escapedHtml(report.folder)));
        return;
    }
    const ReportSheet& sheet = *report.sheet;
    std::string caption = fmt::format("The aligned probes, uncompressed; each {} is one person.",
                                      sheet.sheet.personPerColumn ? "column" : "row");
    if (sheet.images < report.probes.images)
        caption += fmt::format(
            R"( Shown are <span data-field="sheet_images">{}</span> of {} images: the first ones of {} of {}.)",
            sheet.images,
            grouped(report.probes.images),
            grouped(sheet.people),
            counted(report.probes.identities, "person", "people"));
    page.addFigure(
        fmt::format(
            R"(<img class="sheet" width="{}" height="{}" src="{}" alt="Contact sheet of the probes"/>)",
            sheet.sheet.image.width,
            sheet.sheet.image.height,
            jpegDataUri(sheet.sheet.image, sheetQuality)),
        caption);
}

void addMissingLabels(const StudyReport& report, PageText& page) {
    if (report.staleSets > 0)
        page.add(fmt::format(
            R"(<p class="note">{} made before the last import and {} left out. Run )"
            R"(<code>limen label --study {}</code> again.</p>)",
            report.staleSets == 1 ? "One label set was" : fmt::format("{} label sets were", report.staleSets),
            report.staleSets == 1 ? "is" : "are",
            escapedHtml(report.folder)));
    else if (report.sets.empty())
        page.add(fmt::format(R"(<p class="note" data-field="no_labels">The study has no labels yet. Run )"
                             R"(<code>limen label --study {0} --codec hevc --recognizer NAME</code>, then )"
                             R"(<code>limen accuracy --study {0}</code>, and write the report again.</p>)",
                             escapedHtml(report.folder)));
}

void addLeftOut(const StudyReport& report, PageText& page) {
    if (report.leftOutSets > 0)
        page.add(fmt::format(
            R"(<p class="note">Only the codecs that were asked for are shown; {} left out.</p>)",
            counted(report.leftOutSets, "label set of another codec is", "label sets of other codecs are")));
}

void addReproduction(const StudyReport& report, PageText& page) {
    page.add("<h2>How to make it again</h2>");
    if (report.commands.empty()) {
        page.add("<p>The history of this study is empty.</p>");
    } else {
        page.add(
            "<p>What the study's history records, in order. Of files and folders only the last part of the "
            "path is given.</p><pre>");
        for (const std::string& command : report.commands)
            page.add(escapedHtml(command) + "\n");
        std::string command = fmt::format("limen report --study {} --out report.html", report.folder);
        for (const std::string& codec : report.chosenCodecs)
            command += " --codec " + codec;
        page.add(escapedHtml(command) + "</pre>");
    }
    if (report.brokenRuns > 0)
        page.add(fmt::format("<p>{} not listed.</p>",
                             report.brokenRuns == 1 ? "One run that failed or was stopped is"
                                                    : fmt::format("{} runs that failed or were stopped are",
                                                                  report.brokenRuns)));
    page.add(
        "<p>The same photographs, settings and versions give the same numbers; the two hashes of the image "
        "sets above tell whether the photographs are the same.</p>");
}

void addTerms(PageText& page) {
    page.add(
        "<h2>What the words mean</h2><dl>"
        "<dt>probe, mate</dt><dd>an image under test; another, uncompressed image of the same person</dd>"
        "<dt>distractor</dt><dd>an image of somebody who is certainly none of the probes' people</dd>"
        "<dt>threshold t0</dt><dd>a pair is accepted if the cosine of its embeddings is greater; chosen on "
        "uncompressed images so that at most the FAR asked for of the impostor pairs (probe with distractor) "
        "is "
        "accepted</dd>"
        "<dt>TAR, FAR</dt><dd>share of genuine, of impostor pairs that are accepted at t0</dd>"
        "<dt>JND point</dt><dd>the coarsest level at which a probe loses no mate that was accepted "
        "uncompressed and "
        "gains no distractor (constraints 1 and 2 of Tian 2022)</dd>"
        "<dt>JND image</dt><dd>the probe as decoded at its JND point</dd>"
        "<dt>bpp</dt><dd>8 × bytes of the whole bitstream / pixels of the aligned face (112 × "
        "112)</dd></dl>");
}

void addPersonalData(PageText& page) {
    page.add(
        R"(<h2>Personal data</h2><p class="note">This page contains pictures of faces and the names their )"
        R"(folders had. Unless the people do not exist, it is personal data: pass it on only as you may pass )"
        R"(on the photographs. It holds no embeddings.</p>)");
}

}  // namespace

std::string reportPage(const StudyReport& report) {
    PageText page;
    addHead(report, page);
    addMissingLabels(report, page);
    addLeftOut(report, page);
    addSheet(report, page);
    addComparison(report, page);
    for (const ReportSet& set : report.sets)
        addSet(report, set, page);
    addResults(report, page);
    addStudy(report, page);
    addReproduction(report, page);
    addTerms(page);
    addPersonalData(page);
    return fmt::format(
        R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<meta name="generator" content="Limen"/>
<title>Limen report: {}</title><style>{}</style></head>
<body>{}<footer>Written by {} on {}. This page needs no network and no scripts.</footer></body></html>
)",
        escapedHtml(report.study),
        reportStyle(),
        page.html(),
        escapedHtml(report.writtenBy),
        escapedHtml(report.writtenAt));
}

}  // namespace limen
