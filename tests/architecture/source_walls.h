// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// The walls between Limen's rooms, as far as they can be read off the text of a file: who may include what,
// licence lines, length, and paths of somebody's machine. The linker sees none of these.

#include <filesystem>
#include <string>
#include <vector>

namespace limen::test {

/// A file of the project; `path` is relative to the project's root, with '/'.
struct SourceFile {
    std::string path;
    std::string text;
};

/// Longest file that is still one concept.
inline constexpr int longestSourceFile = 600;

/// Every text file of the project under `root`, sorted; build folders, hidden folders (other than .ci) and
/// files that hold a zero byte are left out.
std::vector<SourceFile> readSourceTree(const std::filesystem::path& root);

/// One sentence for each wall that the file breaks, beginning with "PATH:LINE: " or "PATH: ".
std::vector<std::string> findBreaches(const SourceFile& file);

}  // namespace limen::test
