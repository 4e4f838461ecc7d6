// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/face_variant.h"

#include <algorithm>

namespace limen {

namespace {

/// The column of the face that comes to stand at `x`.
int columnAt(int x, int width, FaceVariant variant) {
    switch (variant) {
        case FaceVariant::Unchanged:
            return x;
        case FaceVariant::Mirrored:
            return width - 1 - x;
        case FaceVariant::Shifted:
            return std::max(0, x - 1);
    }
    return x;
}

}  // namespace

const char* variantName(FaceVariant variant) {
    switch (variant) {
        case FaceVariant::Unchanged:
            return "unchanged";
        case FaceVariant::Mirrored:
            return "mirrored";
        case FaceVariant::Shifted:
            return "shifted";
    }
    return "";
}

RgbImage varied(const RgbImage& face, FaceVariant variant) {
    RgbImage result(face.width, face.height);
    for (int y = 0; y < face.height; ++y)
        for (int x = 0; x < face.width; ++x)
            std::copy_n(face.at(columnAt(x, face.width, variant), y), 3, result.at(x, y));
    return result;
}

}  // namespace limen
