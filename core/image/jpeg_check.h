// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace limen {

/// What libjpeg finds wrong with a JPEG stream, its warnings included; empty for a sound one. Most decoders,
/// OpenCV's among them, fill the missing part of a damaged JPEG with grey and return it as if nothing had
/// happened.
std::string findJpegDamage(std::span<const std::uint8_t> bytes);

}  // namespace limen
