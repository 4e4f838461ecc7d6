// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>

namespace limen {

/// The folder of Limen's libraries: found from the running code, so that an installation can be moved.
/// Throws Error (Failure).
std::filesystem::path libraryFolder();

/// share/limen of the installation, or of the build tree, that the libraries belong to. It need not exist.
std::filesystem::path sharedDataFolder();

}  // namespace limen
