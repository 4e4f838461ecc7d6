// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace limen {

/// How the curves of runs are shown.
struct CurveOptions {
    double smoothing = 0.9;            ///< weight of what came before, 0 to below 1
    bool epochs = false;               ///< x counts epochs, else steps
    bool logarithmic = true;           ///< losses
    std::vector<std::string> metrics;  ///< shown, in order

    /// Those shown by default.
    static CurveOptions defaults();
    Json toJson() const;
    /// What is missing or wrong keeps its default.
    static CurveOptions fromJson(const Json& json);
    bool operator==(const CurveOptions&) const = default;
};

}  // namespace limen
