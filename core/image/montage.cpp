// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "image/montage.h"

#include <algorithm>

#include "base/error.h"
#include "image/opencv_view.h"

namespace limen {

RgbImage montage(std::span<const RgbImage> pictures, const MontageLayout& layout) {
    if (pictures.empty() || layout.columns < 1 || layout.cellWidth < 1 || layout.cellHeight < 1 ||
        layout.gap < 0)
        throwBadInput("A grid of pictures needs pictures, columns and cells with a size.");
    const int rows = (static_cast<int>(pictures.size()) + layout.columns - 1) / layout.columns;
    RgbImage sheet(layout.columns * (layout.cellWidth + layout.gap) - layout.gap,
                   rows * (layout.cellHeight + layout.gap) - layout.gap);
    cv::Mat target = rgbView(sheet);
    target.setTo(cv::Scalar(layout.background.red, layout.background.green, layout.background.blue));
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const RgbImage& picture = pictures[i];
        if (picture.empty())
            continue;
        const int column = static_cast<int>(i) % layout.columns;
        const int row = static_cast<int>(i) / layout.columns;
        cv::Mat cell = target(cv::Rect(column * (layout.cellWidth + layout.gap),
                                       row * (layout.cellHeight + layout.gap),
                                       layout.cellWidth,
                                       layout.cellHeight));
        const bool shrinks = picture.width > layout.cellWidth || picture.height > layout.cellHeight;
        cv::resize(rgbView(picture), cell, cell.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    }
    return sheet;
}

ContactSheet contactSheet(const std::vector<std::vector<RgbImage>>& people, int cell) {
    std::size_t most = 0;
    for (const std::vector<RgbImage>& person : people)
        most = std::max(most, person.size());
    ContactSheet sheet;
    sheet.personPerColumn = people.size() > most;
    const std::size_t columns = sheet.personPerColumn ? people.size() : most;
    const std::size_t rows = sheet.personPerColumn ? most : people.size();
    std::vector<RgbImage> cells(columns * rows);
    for (std::size_t person = 0; person < people.size(); ++person)
        for (std::size_t image = 0; image < people[person].size(); ++image)
            cells[sheet.personPerColumn ? image * columns + person : person * columns + image] =
                people[person][image];
    sheet.image = montage(
        cells, {.columns = static_cast<int>(columns), .cellWidth = cell, .cellHeight = cell, .gap = 2});
    return sheet;
}

}  // namespace limen
