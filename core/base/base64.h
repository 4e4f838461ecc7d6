// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace limen {

/// Base64 with padding and without line breaks (RFC 4648, section 4).
std::string base64(std::span<const std::uint8_t> bytes);

}  // namespace limen
