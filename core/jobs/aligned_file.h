// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

#include "image/rgb_image.h"

namespace limen {

/// Reads an aligned face. Throws Error (BadInput) for an unreadable file, or one that has not 112x112 pixels.
RgbImage readAligned(const std::string& file);

}  // namespace limen
