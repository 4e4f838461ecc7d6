// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "prediction/level_head.h"

namespace limen {

struct LevelHeadOptions {
    int hidden = 16;
    int degree = 3;
    int steps = 200;
    double rate = 0.01;
    double decay = 0.01;     ///< of the matrices
    double smoothing = 1.5;  ///< standard deviation, in levels, of what the histogram is smoothed with
    std::uint64_t seed = 1;
};

/// Learns how likely each level is the JND point of a face: cross entropy over all faces at once, AdamW
/// (Loshchilov and Hutter 2019) with 20 steps of warm-up and a half cosine down to 0.
/// `features`: faces x features, row-major, standardised; `points`: of each face, the index of its JND point
/// among the `levels` levels, fine to coarse. Throws Error (BadInput) without faces.
LevelHead fitLevelHead(std::span<const double> features,
                       std::span<const int> points,
                       int levels,
                       const LevelHeadOptions& options);

}  // namespace limen
