// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <vector>

namespace limen {

/// Features of each image of a set, all of one length.
using FeatureSet = std::vector<std::vector<float>>;

struct FrechetDistance {
    double distance = 0.0;  ///< 0 for equal sets
    std::size_t referenceCount = 0;
    std::size_t testCount = 0;
    /// A covariance of fewer images than features has no full rank: the distance then depends on the number
    /// of images and must not be compared with one of other numbers.
    bool fewImages = false;
};

/// |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^(1/2)) of the sets' means and covariances, with N - 1 (Heusel 2017,
/// eq. (6); spec/metrics.md section 4): FID where the features are those of its Inception network. Throws
/// Error (BadInput) for a set of fewer than two images, and for features of different lengths or that are not
/// finite.
FrechetDistance frechetDistance(const FeatureSet& reference, const FeatureSet& test);

}  // namespace limen
