// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "base/job_context.h"
#include "base/json.h"
#include "evaluation/verification.h"
#include "evaluation/verification_faces.h"
#include "recognition/recognizer.h"

namespace limen {

/// Median and middle half of some values; zeros without values.
struct Distribution {
    double median = 0.0;
    double lowerQuartile = 0.0;
    double upperQuartile = 0.0;
};

Distribution distributionOf(std::vector<double> values);
/// {"median","quartiles":[lower,upper]}
Json distributionJson(const Distribution& distribution);

/// What a recognizer says of a set of faces.
struct FaceSetSimilarity {
    Distribution genuine;
    Distribution impostor;
    /// Mean over the people of the standard deviation of a person's genuine cosines: how much a person
    /// varies.
    double spreadWithin = 0.0;
    /// Largest cosine of two faces of different people.
    double closestStrangers = -1.0;
};

FaceSetSimilarity faceSetSimilarity(const std::vector<VerificationImage>& images);

/// The largest cosine between a face of one set and one of the other: near 1 for a copy.
struct NearestFaces {
    double cosine = -2.0;
    std::size_t first = 0;   ///< index in the one set
    std::size_t second = 0;  ///< index in the other
};
NearestFaces nearestFaces(const std::vector<VerificationImage>& one,
                          const std::vector<VerificationImage>& other,
                          const JobContext& context);

/// Mean bits per pixel of the probes at a level of a codec ("hevc", 37).
double meanBitsPerPixel(const std::vector<VerificationFace>& faces,
                        const std::string& codec,
                        int level,
                        const JobContext& context);

}  // namespace limen
