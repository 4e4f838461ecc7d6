// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "jobs/output_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <algorithm>
#include <cctype>
#include <system_error>

#include "base/error.h"

namespace limen {

namespace fs = std::filesystem;

void requireWritable(const fs::path& file) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored))
        throwBadInput(fmt::format("{} is a folder.", file.string()), "Name a file to write.");
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, ignored))
        throwBadInput(fmt::format("There is no folder {}.", folder.string()),
                      "Make it, or choose another one.");
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        throwFailure(fmt::format("Files cannot be written to the folder {}.", folder.string()),
                     "Choose a folder you may write to.");
}

std::string requireExtension(const fs::path& file,
                             std::initializer_list<const char*> extensions,
                             const std::string& what) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (std::none_of(extensions.begin(), extensions.end(), [&](const char* one) { return extension == one; }))
        throwBadInput(
            fmt::format("{}, but {} does not end in {}.", what, file.string(), fmt::join(extensions, " or ")),
            fmt::format("Give the output a name ending in {}.", *extensions.begin()));
    return extension;
}

}  // namespace limen
