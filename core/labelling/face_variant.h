// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// A small change of a face that says nothing about who it is.
enum class FaceVariant {
    Unchanged,  ///< the control: whatever differs then is not the variant's doing
    Mirrored,   ///< left and right exchanged
    Shifted,    ///< one column to the right; the leftmost column is kept, the rightmost is lost
};

/// "unchanged", "mirrored", "shifted": stable, part of what results are kept under.
const char* variantName(FaceVariant variant);

/// Same size; any size.
RgbImage varied(const RgbImage& face, FaceVariant variant);

}  // namespace limen
