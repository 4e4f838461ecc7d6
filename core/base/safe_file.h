// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace limen {

/// Whole content of a regular file. Throws Error (BadInput) when it is missing, no regular file,
/// unreadable or larger than `maxBytes`.
std::vector<std::uint8_t> readFile(const std::filesystem::path& file, std::uintmax_t maxBytes = 1ULL << 32U);
std::string readTextFile(const std::filesystem::path& file, std::uintmax_t maxBytes = 1ULL << 28U);

/// Writes to a temporary name beside `file`, syncs and renames: the file is whole or not there.
/// Throws Error (Failure) with the reason of the system; then nothing is left behind.
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::uint8_t> bytes);
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

/// Makes `folder` and its parents. Throws Error (Failure).
void makeFolder(const std::filesystem::path& folder);

/// A private folder (mode 700) that is removed with everything in it.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

}  // namespace limen
