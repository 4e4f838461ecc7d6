// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "import/photo_list.h"

namespace limen {

/// A photograph that must be decoded and aligned.
struct PlannedPhoto {
    Photo photo;
    std::string hash;                 ///< SHA-256 of the file's bytes
    std::vector<std::string> copies;  ///< further files with the same bytes
};

/// The same photograph under another identity than the one it is kept under.
struct SamePhoto {
    std::string file;
    std::string identity;
    std::string keptUnder;
};

struct ImportPlan {
    std::vector<PlannedPhoto> work;
    std::vector<SamePhoto> samePhotos;
    std::vector<FailedItem> failed;  ///< files that cannot be read
    std::size_t duplicates = 0;      ///< files whose bytes are in the study or earlier in the list
    std::size_t leftOut = 0;         ///< by the limit per identity
};

/// Reads every file once to know what is new: decides by the bytes alone, before anything is decoded.
/// With `mostPerIdentity`, an identity is filled up to that number with the photographs of smallest SHA-256,
/// those already in the study counted; a photograph that later turns out to be unusable keeps its place, so
/// that repeating an import changes nothing. Throws Cancelled.
ImportPlan planImport(const std::vector<Photo>& photos,
                      const ImageTable& images,
                      const std::string& alignment,
                      std::optional<std::size_t> mostPerIdentity,
                      const JobContext& context);

/// Most bytes of a photograph that are read: an uncompressed 16-bit image at the limit of decodeImage().
inline constexpr std::uintmax_t mostPhotoBytes = 1ULL << 30U;

}  // namespace limen
