// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <vector>

namespace limen {

/// A weighted sum.
struct LinearFit {
    std::vector<float> weights;
    float bias = 0.0F;

    double at(std::span<const float> row) const;
};

/// Ridge regression (Hoerl and Kennard 1970): the least of the mean squared error and `strength` x the sum of
/// squared weights. `rows`: one for each target, every column of mean 0, as Standardisation gives it.
/// Throws Error (BadInput) without rows or for a strength not above 0.
LinearFit fitRidge(const std::vector<std::vector<float>>& rows,
                   std::span<const int> targets,
                   double strength);

}  // namespace limen
