// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/job_context.h"
#include "base/outcome.h"
#include "faces/face_aligner.h"
#include "image/rgb_image.h"
#include "models/models_api.h"
#include "study/image_table.h"

namespace limen {

/// A photograph, cut around its face, with the points a teacher found.
struct LandmarkPhoto {
    RgbImage photo;
    FacePoints points;   ///< pixels of `photo`
    bool alone = false;  ///< no other face was found: what is not this face shows none
};

struct LandmarkPhotos {
    std::vector<LandmarkPhoto> photos;
    std::vector<FailedItem> failed;  ///< photographs that are gone or were changed
    std::set<std::string> teachers;  ///< FaceAligner::identity() of those who found the points
    std::string hash;                ///< SHA-256 over the hashes of the files, their identities and points
    std::size_t identities = 0;
};

/// The photographs of a study that carry points, without those of the people in `heldOut`. Kept are squares
/// of 2.4 face boxes, with boxes of at most 128 pixels.
LandmarkPhotos readLandmarkPhotos(const ImageTable& images,
                                  const std::set<std::string>& heldOut,
                                  const JobContext& context);

/// Batches for the trainer "landmarks". A face is shown as a detector's box would show it, boxes lying badly
/// included, or as the second look does; flipped, turned, coloured, occluded, compressed, at low resolution.
/// The rest are windows without a face, or with a face much larger or smaller than a box shows it. Sample i
/// of step k follows from the seed, k and i alone.
class LandmarkSampler {
public:
    LandmarkSampler(const std::vector<LandmarkPhoto>& photos, std::uint64_t seed, int batch)
        : m_photos(&photos), m_seed(seed), m_batch(batch) {}

    models::TensorMap batch(std::int64_t step) const;

    struct Sample {
        RgbImage image;     ///< landmarkInputSide x landmarkInputSide
        FacePoints points;  ///< pixels of `image`; of no meaning without a face
        bool face = false;
    };
    Sample sample(std::int64_t step, int index) const;

private:
    const std::vector<LandmarkPhoto>* m_photos;
    std::uint64_t m_seed;
    int m_batch;
};

/// The points of a mirrored image of that width: left and right change places.
FacePoints flippedPoints(const FacePoints& points, int width);

}  // namespace limen
