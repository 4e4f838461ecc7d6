// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "image/rgb_image.h"

namespace limen {

/// Left and right exchanged.
RgbImage mirroredImage(const RgbImage& image);

}  // namespace limen
