// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "comparison/figure_store.h"
#include "image/rgb_image.h"

namespace limen {

/// One column of the models beside each other, the face itself first.
struct ComparedPicture {
    std::string title;
    const RgbImage* image = nullptr;
    std::string caption;              ///< "28.22 dB"; may be empty
    std::optional<double> psnrToJnd;  ///< dB
    bool best = false;
};

/// The figure that `limen evaluate --figure 6` draws, of these pictures. `face` names it; `notes` say what it
/// is of. There must be a picture.
StoredFigure modelFigure(const std::vector<ComparedPicture>& pictures,
                         const std::string& face,
                         const std::vector<std::string>& notes);

/// As SVG, PDF or PNG, by the ending of the name; the file says what it is of. Throws Error (BadInput) for
/// another ending, Error (Failure) where it cannot be written.
void writeModelFigure(const StoredFigure& figure, const std::filesystem::path& file);

}  // namespace limen
