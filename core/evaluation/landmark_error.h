// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "base/outcome.h"
#include "faces/face_aligner.h"
#include "study/image_table.h"

namespace limen {

/// How far the points of one aligner lie from those of another. Distances are shares of the eye distance of
/// the reference, averaged over the five points of a face.
struct LandmarkErrors {
    std::size_t photos = 0;
    std::size_t noFace = 0;  ///< in which the aligner found none
    std::size_t otherFace =
        0;              ///< in which it took something else for the face: more than half an eye distance
    double mean = 0.0;  ///< over the remaining photographs, as is the next
    double above8Percent = 0.0;      ///< share of them with an error above 0.08
    double photosPerSecond = 0.0;    ///< reading and decoding included
    std::vector<FailedItem> failed;  ///< photographs that are gone or were changed
};

Json toJson(const LandmarkErrors& errors);

/// Aligns the photographs of `images` again with what `makeAligner` gives (called once per worker) and
/// compares with the points kept with them; images without points are left out. Throws Error (BadInput) when
/// none has points.
LandmarkErrors measureLandmarks(const std::vector<ImageRecord>& images,
                                const std::function<std::unique_ptr<FaceAligner>()>& makeAligner,
                                const JobContext& context);

}  // namespace limen
