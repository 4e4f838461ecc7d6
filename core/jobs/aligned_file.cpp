// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/aligned_file.h"

#include <fmt/format.h>

#include "base/error.h"
#include "image/image_file.h"

namespace limen {

RgbImage readAligned(const std::string& file) {
    RgbImage image = readImage(file);
    if (image.width != alignedSize || image.height != alignedSize)
        throwBadInput(fmt::format("{} has {}x{} pixels, but a recognizer needs aligned faces of {}x{}.",
                                  file,
                                  image.width,
                                  image.height,
                                  alignedSize,
                                  alignedSize),
                      "Import photographs with `limen import`, which aligns them.");
    return image;
}

}  // namespace limen
