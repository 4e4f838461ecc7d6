// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "hvs/background_gradient.h"
#include "hvs/thresholds.h"

namespace limen {

/// luminanceThreshold() of every backgroundSum() of an image.
inline const std::vector<double>& luminanceTable() {
    static const std::vector<double> table = [] {
        std::vector<double> values;
        for (int sum = 0; sum <= largestBackgroundSum; ++sum)
            values.push_back(luminanceThreshold(backgroundScale * sum));
        return values;
    }();
    return table;
}

}  // namespace limen
