// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/outcome.h"
#include "study/image_table.h"

namespace limen {

struct EncodingReport {
    std::size_t encoded = 0;
    std::size_t skipped = 0;  ///< stored before
    std::vector<FailedItem> failed;
};

/// Encodes and stores the levels that some images of a study still lack, on context.workers() threads.
/// `setting` names the codec. Throws Error (Failure) when every encoding failed.
EncodingReport encodeMissing(const std::filesystem::path& study,
                             const std::string& setting,
                             const std::vector<ImageRecord>& images,
                             const std::vector<int>& levels,
                             const JobContext& context);

}  // namespace limen
