// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/outcome.h"
#include "study/image_table.h"

namespace limen {

/// A photograph to import, not yet read.
struct Photo {
    std::filesystem::path file;
    std::string identity;
    std::string stem;
    Role role = Role::Probe;
};

struct PhotoList {
    std::vector<Photo> photos;          ///< in natural order, or in that of the CSV
    std::vector<FailedItem> failed;     ///< folders that cannot be read
    std::size_t ignored = 0;            ///< files that do not claim to be images
    std::size_t outsideIdentities = 0;  ///< images that lie beside the folders of the identities
};

/// One sub-folder per identity, images at any depth inside; hidden files are skipped. Links to files and to
/// an identity's folder are followed, links to folders further down are not, so that a cycle cannot be
/// walked. Throws Error (BadInput) when `folder` cannot be read.
PhotoList listIdentityFolders(const std::filesystem::path& folder, Role role, const std::stop_token& stop);

/// All images in a folder and the folders in it, in natural order, without an identity; links to folders are
/// not followed. A folder that cannot be read is among the failed.
PhotoList listImagesBelow(const std::filesystem::path& folder, const std::stop_token& stop);

/// The rows of a CSV with the columns `file` (relative to `folder`), `identity` and, if present, `role`,
/// which wins over `role`. Throws Error (BadInput) with the line of the first mistake.
PhotoList listFromCsv(const std::filesystem::path& folder, const std::filesystem::path& csv, Role role);

/// Throws Error (BadInput) naming an identity that is listed with both roles.
void checkOneRolePerIdentity(const std::vector<Photo>& photos);

/// The path as UTF-8 text; bytes that are no UTF-8 become U+FFFD, so that every report can be written.
std::string displayText(const std::filesystem::path& path);

/// "face2" before "face10".
bool naturalLess(std::string_view a, std::string_view b);

}  // namespace limen
