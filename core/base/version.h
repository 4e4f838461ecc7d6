// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once
namespace limen {
inline constexpr const char* versionText = "0.1.0";
}  // namespace limen
