// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cmath>

#include "hvs/thresholds.h"

namespace limen {

/// Background luminance in whole levels as Wu's programs take it: below 127 it is raised towards it, since
/// dark regions of a display are brightened by its own light. `background`: 0..255.
inline int raisedBackground(int background) {
    return background <= 127 ? static_cast<int>(std::lround(32.0 + background * (127.0 - 32.0) / 127.0))
                             : background;
}

/// luminanceThreshold() of every raisedBackground().
inline const std::array<double, 256>& raisedLuminanceTable() {
    static const std::array<double, 256> table = [] {
        std::array<double, 256> values{};
        for (int background = 0; background < 256; ++background)
            values[static_cast<std::size_t>(background)] = luminanceThreshold(raisedBackground(background));
        return values;
    }();
    return table;
}

}  // namespace limen
