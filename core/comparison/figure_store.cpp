// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "comparison/figure_store.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/error.h"
#include "base/safe_file.h"
#include "comparison/figure_rendering.h"

namespace limen {

namespace fs = std::filesystem;

namespace {

fs::path folderOf(const fs::path& study) {
    return study / "figures";
}

StoredFigure readFigure(const fs::path& file) {
    const Json json = Json::parse(readTextFile(file));
    StoredFigure figure;
    figure.id = file.stem().string();
    figure.title = json.at("title").get<std::string>();
    figure.notes = json.at("notes").get<std::vector<std::string>>();
    figure.about = json.at("about");
    figure.numbers = tableFrom(json.at("numbers"));
    figure.svg = readTextFile(fs::path(file).replace_extension(".svg"));
    return figure;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string result;
    for (const std::string& text : texts)
        result += (result.empty() ? "" : " ") + text;
    return result;
}

}  // namespace

void storeFigure(const fs::path& study, const StoredFigure& figure) {
    makeFolder(folderOf(study));
    // The drawing first: without the other file it is not a figure, and nobody sees half of one.
    writeFileAtomically(folderOf(study) / (figure.id + ".svg"), figure.svg);
    const Json json = {{"title", figure.title},
                       {"notes", figure.notes},
                       {"about", figure.about},
                       {"numbers", toJson(figure.numbers)}};
    writeFileAtomically(folderOf(study) / (figure.id + ".json"), json.dump(1));
}

std::vector<StoredFigure> storedFigures(const fs::path& study, std::vector<std::string>& problems) {
    std::vector<StoredFigure> figures;
    if (!fs::is_directory(folderOf(study)))
        return figures;
    for (const fs::directory_entry& entry : fs::directory_iterator(folderOf(study))) {
        if (entry.path().extension() != ".json")
            continue;
        try {
            figures.push_back(readFigure(entry.path()));
        } catch (const std::exception& error) {
            problems.push_back(fmt::format("{}: {}", entry.path().string(), error.what()));
        }
    }
    std::sort(figures.begin(), figures.end(), [](const StoredFigure& a, const StoredFigure& b) {
        return a.id < b.id;
    });
    return figures;
}

FileMetadata figureMetadata(const StoredFigure& figure) {
    // Chosen by name: parameters may hold paths, which say who somebody is.
    Json source = {{"id", figure.id}};
    for (const char* key : {"figure", "measured_on", "runs", "models", "command", "seed", "data", "versions"})
        if (figure.about.contains(key))
            source[key] = figure.about[key];
    return {{"Title", figure.title},
            {"Description", joined(figure.notes)},
            {"Software", figure.about.value("versions", std::string("Limen"))},
            {"Source", source.dump(-1, ' ', true, Json::error_handler_t::replace)}};
}

std::vector<fs::path> writeFigureFiles(const StoredFigure& figure, const fs::path& folder) {
    makeFolder(folder);
    const FileMetadata metadata = figureMetadata(figure);
    std::vector<fs::path> files;
    const auto next = [&](const char* extension) {
        files.push_back(folder / (figure.id + extension));
        return files.back();
    };
    // All are made before the first is written.
    const std::string svg = svgWithMetadata(figure.svg, metadata);
    const std::vector<std::uint8_t> pdf = svgAsPdf(figure.svg, metadata);
    const std::vector<std::uint8_t> png = svgAsPng(figure.svg, metadata);
    writeFileAtomically(next(".svg"), svg);
    writeFileAtomically(next(".pdf"), pdf);
    writeFileAtomically(next(".png"), png);
    if (!figure.numbers.rows.empty())
        writeFileAtomically(next(".csv"), tableCsv(figure.numbers));
    return files;
}

}  // namespace limen
