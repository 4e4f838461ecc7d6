// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <fmt/format.h>
#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/error.h"
#include "base/safe_file.h"
#include "comparison/figure_store.h"
#include "comparison/table_store.h"
#include "evaluation/label_export.h"
#include "jobs/jobs.h"
#include "jobs/study_params.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

/// None where nothing is encoded: then there are only originals to write.
std::optional<CodecRecord> exportedCodec(Study& study, const Params& params) {
    if (!params.has("codec") && EncodingTable(study).codecs().empty())
        return std::nullopt;
    return chooseCodec(study, params);
}

bool hasLabelsOf(Study& study, CodecId codec) {
    const std::vector<LabelSet> sets = LabelTable(study).sets();
    return std::any_of(
        sets.begin(), sets.end(), [codec](const LabelSet& set) { return set.key.codec == codec; });
}

Outcome exportTables(const Study& study, const fs::path& out, const JobContext& context) {
    std::vector<std::string> problems;
    const std::vector<StoredTable> tables = storedTables(study.folder(), problems);
    for (const std::string& problem : problems)
        context.warn(problem);
    if (tables.empty())
        throwBadInput(fmt::format("The study {} has no tables.", study.name()),
                      "Run `limen evaluate` first.");
    Json files = Json::array();
    for (const StoredTable& table : tables)
        for (const fs::path& file : writeTableFiles(table, out))
            files.push_back(file.string());
    return Outcome::succeeded({{"tables", tables.size()}, {"files", std::move(files)}});
}

Outcome exportFigures(const Study& study, const fs::path& out, const JobContext& context) {
    std::vector<std::string> problems;
    const std::vector<StoredFigure> figures = storedFigures(study.folder(), problems);
    for (const std::string& problem : problems)
        context.warn(problem);
    if (figures.empty())
        throwBadInput(fmt::format("The study {} has no figures.", study.name()),
                      "Run `limen evaluate --figure 3b`, for example, first.");
    Json files = Json::array();
    for (const StoredFigure& figure : figures)
        for (const fs::path& file : writeFigureFiles(figure, out))
            files.push_back(file.string());
    return Outcome::succeeded({{"figures", figures.size()}, {"files", std::move(files)}});
}

Outcome run(const Params& params, JobContext& context) {
    Study study = Study::open(params.text("study"), Study::Access::ReadOnly);
    const fs::path out = params.text("out");
    makeFolder(out);
    if (params.text("what") == "labels") {
        const LabelSet set = chooseLabelSet(study, params);
        const fs::path file = out / "labels.csv";
        const std::size_t rows = exportLabels(study, set, file);
        return Outcome::succeeded({{"files", {file.string()}}, {"rows", rows}});
    }
    if (params.text("what") == "tables")
        return exportTables(study, out, context);
    if (params.text("what") == "figures")
        return exportFigures(study, out, context);
    ImageExport request;
    request.codec = exportedCodec(study, params);
    if (request.codec && hasLabelsOf(study, request.codec->id))
        request.labels = chooseLabelSet(study, params);
    const std::size_t files = exportImages(study, request, out, context);
    return Outcome::succeeded({{"folder", out.string()}, {"files", files}});
}

}  // namespace

Job exportJob() {
    ParamSpec what;
    what.name = "what";
    what.type = ParamType::Choice;
    what.help =
        "labels: labels.csv; images: IDENTITY/IMAGE/original.png, qpNN.png and jnd.png; tables: those that "
        "`limen evaluate` made, as CSV, LaTeX and Markdown; figures: those that it made, as SVG, PDF, PNG "
        "and "
        "CSV";
    what.choices = {"labels", "images", "tables", "figures"};
    what.required = true;
    ParamSpec out;
    out.name = "out";
    out.type = ParamType::OutputFolder;
    out.help = "Folder to write to; made if it is not there";
    out.required = true;
    Job job;
    job.id = "export";
    job.title = "Export results";
    job.help =
        "Writes labels as CSV, faces as PNG files, or the tables and figures that the study keeps. Faces are "
        "photographs of people, and figures may show some: handle them accordingly.";
    job.params = {studyParam(), what, out, codecParam(true), recognizerParam(true)};
    job.run = run;
    job.inWindow = true;
    return job;
}

}  // namespace limen
