// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

#include "image/rgb_image.h"

namespace limen {

/// A simple drawing of a face, 112x112, aligned to the template: features and colours follow from `identity`;
/// pose, light, expression and noise from `condition`. Two conditions of one identity look alike, two
/// identities do not. For the demonstration, benchmarks and tests, which may not ship photographs of people.
/// Same seeds, same pixels.
RgbImage drawFace(std::uint64_t identity, std::uint64_t condition);

}  // namespace limen
