// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/model_figure.h"

#include "base/error.h"
#include "base/job_context.h"
#include "base/safe_file.h"
#include "base/version.h"
#include "comparison/face_figure.h"
#include "comparison/table_store.h"

namespace limen {

StoredFigure modelFigure(const std::vector<ComparedPicture>& pictures,
                         const std::string& face,
                         const std::vector<std::string>& notes) {
    std::vector<FacePanel> panels;
    StoredFigure figure;
    figure.id = tableId("models " + face);
    figure.title = face + " as models see it";
    figure.notes = notes;
    figure.about = {{"versions", versionSummary()}, {"seed", RunOptions{}.seed}};
    figure.numbers.columns = {{"PSNR to the JND image, dB", 2, TableColumn::Better::Larger}};
    for (const ComparedPicture& picture : pictures) {
        panels.push_back({picture.title, *picture.image, {picture.caption}, picture.best});
        if (picture.psnrToJnd)
            figure.numbers.rows.push_back({picture.title, "", true, {*picture.psnrToJnd}});
    }
    figure.svg = faceFigureSvg(panels, panelRange(panels));
    return figure;
}

void writeModelFigure(const StoredFigure& figure, const std::filesystem::path& file) {
    const FileMetadata metadata = figureMetadata(figure);
    const std::string ending = file.extension().string();
    if (ending == ".svg")
        writeFileAtomically(file, svgWithMetadata(figure.svg, metadata));
    else if (ending == ".pdf")
        writeFileAtomically(file, svgAsPdf(figure.svg, metadata));
    else if (ending == ".png")
        writeFileAtomically(file, svgAsPng(figure.svg, metadata));
    else
        throwBadInput("A figure is written as .svg, .pdf or .png.", "Give the file one of these endings.");
}

}  // namespace limen
