// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>

namespace limen {

/// Finds out before the work whether a file can be written. Only the write itself knows for sure. Throws
/// Error (BadInput) for a folder and for a missing one, Error (Failure) where files cannot be written.
void requireWritable(const std::filesystem::path& file);

/// Returns which of `extensions` the name ends in; upper and lower case are alike. Throws Error (BadInput) if
/// in none; `what` begins the sentence: "The decoded image is written as PNG".
std::string requireExtension(const std::filesystem::path& file,
                             std::initializer_list<const char*> extensions,
                             const std::string& what);

}  // namespace limen
