// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "prediction/standardisation.h"

#include <fmt/format.h>
#include <cmath>

#include "base/error.h"

namespace limen {

namespace {

/// Of a value that is the same for all faces.
constexpr double leastDeviation = 1e-6;

}  // namespace

Standardisation Standardisation::of(const std::vector<std::vector<float>>& rows) {
    if (rows.empty())
        throwBadInput("There is no face to learn from.", "Run `limen label` first.");
    const auto faces = static_cast<double>(rows.size());
    Standardisation result;
    for (std::size_t i = 0; i < rows.front().size(); ++i) {
        double sum = 0.0, squares = 0.0;
        for (const std::vector<float>& row : rows)
            sum += row[i];
        for (const std::vector<float>& row : rows)
            squares += std::pow(row[i] - sum / faces, 2.0);
        result.mean.push_back(static_cast<float>(sum / faces));
        result.scale.push_back(static_cast<float>(std::sqrt(squares / faces) + leastDeviation));
    }
    return result;
}

Standardisation Standardisation::from(const models::TensorMap& weights, const std::string& model) {
    Standardisation result;
    result.mean = vectorOf(weights, model, "feature.mean", 0);
    result.scale = vectorOf(weights, model, "feature.scale", result.mean.size());
    return result;
}

void Standardisation::apply(std::vector<float>& row) const {
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = (row[i] - mean[i]) / scale[i];
}

void Standardisation::appendTo(models::TensorMap& weights) const {
    const auto features = static_cast<std::int64_t>(mean.size());
    weights["feature.mean"] = {{features}, mean};
    weights["feature.scale"] = {{features}, scale};
}

const std::vector<float>& vectorOf(const models::TensorMap& weights,
                                   const std::string& model,
                                   const char* name,
                                   std::size_t values) {
    const auto found = weights.find(name);
    if (found == weights.end() || (values > 0 && found->second.values.size() != values))
        throwBadInput(fmt::format("The weights of {} have no tensor {} of the right size.", model, name));
    return found->second.values;
}

}  // namespace limen
