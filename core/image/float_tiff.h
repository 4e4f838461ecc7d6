// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <span>

namespace limen {

/// Writes 32-bit floats as TIFF, atomically: one channel, or three in the order R, G, B. `values`: height x
/// width x channels, row-major. Throws Error (Failure).
void writeFloatTiff(
    const std::filesystem::path& file, int width, int height, int channels, std::span<const float> values);

}  // namespace limen
