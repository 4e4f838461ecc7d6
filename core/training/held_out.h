// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace limen {

/// People whom no training of a shipped model may see: `held_out.csv` with the columns `identity` and `role`.
/// Throws Error (BadInput) when the file is missing, has no such column or names nobody.
std::set<std::string> readHeldOutIdentities(const std::filesystem::path& file);

}  // namespace limen
