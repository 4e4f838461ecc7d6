// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "base/job_context.h"
#include "image/rgb_image.h"
#include "jobs/job.h"

namespace limen {

/// Aligned faces to measure codecs with, and where they come from.
struct BenchFaces {
    std::vector<RgbImage> faces;
    std::string source;
};

/// `count` faces of the folder named by --images in the order of their names, or probes of --study, evenly
/// spread over its list, or drawn ones. Throws Error (BadInput) where there is none.
BenchFaces benchFaces(const Params& params, const JobContext& context, std::size_t count);

}  // namespace limen
