// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "base/job_context.h"
#include "image/rgb_image.h"

namespace limen {

/// How many people who do not exist, and how their pictures are written.
struct SamplePeople {
    int identities = 24;    ///< probes: people with several pictures each
    int images = 8;         ///< of each of them
    int distractors = 400;  ///< further people, one picture each
    /// Aligned faces of 112x112 as PNG instead of photographs of 250x250 as JPEG.
    bool aligned = false;
    std::uint64_t seed = 1;
};

struct SampleCounts {
    std::size_t written = 0;
    std::size_t kept = 0;  ///< were there already
};

/// Writes FOLDER/probes/person_01/person_01_01.jpg ... and FOLDER/distractors/other_001/other_001.jpg ...,
/// and FOLDER/sample.json, which says of what seed and kind they are. Files already there are kept, so that
/// an interrupted run can be taken up. Photographs are JPEG of quality 95, as a camera or a news archive
/// leaves them: what is studied afterwards has been compressed once, like the photographs of LFW.
/// Throws Error (BadInput) when FOLDER holds other pictures, or people of another seed or kind.
SampleCounts writeSamplePeople(const std::filesystem::path& folder,
                               const SamplePeople& people,
                               const JobContext& context);

/// The probes of writeSamplePeople() side by side, `cell` pixels each.
RgbImage sampleSheet(const std::filesystem::path& folder, const SamplePeople& people, int cell);

}  // namespace limen
