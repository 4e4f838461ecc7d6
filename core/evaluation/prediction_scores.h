// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "evaluation/people_bootstrap.h"
#include "image/rgb_image.h"

namespace limen {

/// How far a predicted JND image lies from the true one.
struct ScoredFace {
    std::int64_t identity = 0;
    int level = 0;     ///< its JND point
    double mse = 0.0;  ///< over pixels and channels of 8-bit RGB

    bool equal() const { return mse <= 0.0; }
    double psnr() const;  ///< dB; infinite where the two are equal
};

/// Throws Error (BadInput) if the sizes differ.
ScoredFace scoreFace(std::int64_t identity, int level, const RgbImage& jnd, const RgbImage& predicted);

/// The mean of `values` of images, and the person of each.
MeanOfPeople meanOfPeople(const std::vector<std::int64_t>& identities,
                          const std::vector<double>& values,
                          std::uint64_t seed);

struct PredictionScores {
    std::size_t images = 0;
    std::size_t people = 0;
    /// Predicted exactly, as a constant level does for those whose JND point it is: infinitely many dB. They
    /// count in pooledPsnr and are left out of every mean of dB.
    std::size_t equal = 0;
    MeanOfPeople psnr;        ///< dB, mean over images; resampled by person
    double pooledPsnr = 0.0;  ///< dB of the mean squared error over all images
    /// Mean dB and number of images by JND point: "<=30", "31-35", ">=36".
    std::map<std::string, std::pair<double, std::size_t>> strata;
};

PredictionScores summarizeScores(const std::vector<ScoredFace>& faces, std::uint64_t seed);
/// Of the difference in dB between two predictions of the same faces in the same order, where neither is
/// exact.
MeanOfPeople summarizeGain(const std::vector<ScoredFace>& faces,
                           const std::vector<ScoredFace>& other,
                           std::uint64_t seed);

Json toJson(const MeanOfPeople& mean);
Json toJson(const PredictionScores& scores);

}  // namespace limen
