// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <vector>

#include "image/colour_map.h"
#include "image/rgb_image.h"

namespace limen {

/// A grid of pictures, row by row.
struct MontageLayout {
    int columns = 1;
    int cellWidth = alignedSize;
    int cellHeight = alignedSize;
    int gap = 2;  ///< pixels between cells
    Rgb8 background{255, 255, 255};
};

/// Puts pictures side by side, each scaled to its cell (by area where it shrinks). An empty picture leaves
/// its cell empty. Throws Error (BadInput) without pictures, columns or cell sizes.
RgbImage montage(std::span<const RgbImage> pictures, const MontageLayout& layout);

/// A contact sheet of square pictures, grouped by person. Many people become columns and few become rows, so
/// that the sheet is wide rather than tall.
struct ContactSheet {
    RgbImage image;
    bool personPerColumn = true;
};

/// `people`: the pictures of each person; `cell`: side of a picture in pixels. Throws Error (BadInput)
/// without pictures.
ContactSheet contactSheet(const std::vector<std::vector<RgbImage>>& people, int cell);

}  // namespace limen
