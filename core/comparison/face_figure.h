// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "comparison/comparison_sheet.h"
#include "image/rgb_image.h"

namespace limen {

/// One column: an image, what it is, and what stands under its residual.
struct FacePanel {
    std::string name;
    RgbImage image;
    std::vector<std::string> caption;
    bool best = false;  ///< the caption's first line is bold
};

/// One face as several models see it (Tian 2022, Figs. 6 and 7): above the images, below original minus image
/// in luma, all within one range, with its scale; the first panel is the original. Wide ones continue in a
/// second pair of rows. Pixels of images stay pixels. A stand-alone SVG.
std::string faceFigureSvg(const std::vector<FacePanel>& panels, int range);

/// commonRange() of the residuals of all panels to the first.
int panelRange(const std::vector<FacePanel>& panels);

/// The row of a sheet with the highest mean PSNR among the predictors of images; none without one.
const ComparedRow* bestPredictor(const ComparisonSheet& sheet);

/// The place of the face at a `share` (0..1) of the order of PSNR, worst first, of a row; of equal ones that
/// of the smaller image id first. 0.5: the median, of two the worse. Faces that are predicted exactly come
/// last.
std::size_t faceAtShare(const ComparisonSheet& sheet, const ComparedRow& row, double share);

}  // namespace limen
