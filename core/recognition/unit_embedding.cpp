// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "recognition/unit_embedding.h"

#include <cmath>
#include <fmt/format.h>

#include "base/error.h"

namespace limen {

std::vector<float> unitEmbedding(std::span<const float> raw, const std::string& recognizer) {
    double sum = 0.0;
    for (const float value : raw)
        sum += static_cast<double>(value) * static_cast<double>(value);
    const double norm = std::sqrt(sum);
    if (!std::isfinite(norm) || norm <= 0.0)
        throwFailure(fmt::format("The recognizer {} gave a face a vector without a direction.", recognizer),
                     "Check that its card and its weights belong together.");
    std::vector<float> unit;
    unit.reserve(raw.size());
    for (const float value : raw)
        unit.push_back(static_cast<float>(static_cast<double>(value) / norm));
    return unit;
}

}  // namespace limen
