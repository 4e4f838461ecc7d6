// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "hvs/raster.h"

namespace limen {

/// Variance of the `side` x `side` pixels around each pixel; what lies beyond the frame counts as 0. Never
/// negative. `side`: odd, up to 15.
Plane localVariance(const GreyImage& grey, int side);

/// The same row by row, for which no plane has to be kept.
class LocalVarianceRows {
public:
    LocalVarianceRows(const GreyImage& grey, int side);
    ~LocalVarianceRows();

    /// Row `y`, of the image's width; the caller may change it. Valid until the next call; rows that follow
    /// one another are computed together.
    double* row(int y);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace limen
