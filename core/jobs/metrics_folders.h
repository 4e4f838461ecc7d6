// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/outcome.h"

namespace limen {

/// Compares two folders of images. Metrics of pairs are taken between images of one name (the path below the
/// folder without its ending) and averaged; an infinite PSNR is counted and left out of the mean. FID is
/// taken between all images of the one folder and all of the other. Images without a namesake are counted,
/// pairs that cannot be compared are among the failed; `counts` says how many pairs a metric could not be
/// computed of, such as images too small for it. One that was computed of none, or whose model is not
/// installed, is listed as missing with what to do and has no number. Throws Error (BadInput) for a folder
/// without images or with two of one name, when metrics of pairs are asked for alone and no name is in both,
/// and when none of what was asked for can be computed.
Outcome compareFolders(const std::filesystem::path& reference,
                       const std::filesystem::path& test,
                       const std::vector<std::string>& metrics,
                       const JobContext& context);

}  // namespace limen
