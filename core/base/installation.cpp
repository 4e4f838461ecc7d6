// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "base/installation.h"

#include <dlfcn.h>

#include "base/error.h"

namespace limen {

namespace fs = std::filesystem;

fs::path libraryFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&libraryFolder), &info) == 0 || info.dli_fname == nullptr)
        throwFailure("Cannot tell where Limen's libraries are.", "Install Limen again.");
    return fs::path(info.dli_fname).parent_path();
}

fs::path sharedDataFolder() {
    const fs::path relative = fs::path("share") / "limen";
    fs::path folder = fs::absolute(libraryFolder()).lexically_normal();
    // lib/limen, lib/x86_64-linux-gnu/limen or, in a build tree, lib.
    for (int level = 0; level < 3; ++level) {
        folder = folder.parent_path();
        std::error_code ignored;
        if (fs::is_directory(folder / relative, ignored))
            return folder / relative;
    }
    return libraryFolder() / ".." / relative;
}

}  // namespace limen
