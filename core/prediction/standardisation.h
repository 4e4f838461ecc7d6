// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "models/models_api.h"

namespace limen {

/// (value - mean) / scale, of each value of a description.
struct Standardisation {
    std::vector<float> mean, scale;

    /// Mean and standard deviation of descriptions. Throws Error (BadInput) without any.
    static Standardisation of(const std::vector<std::vector<float>>& rows);
    /// As appendTo() wrote it. Throws Error (BadInput) naming `model` when a tensor is missing or of the
    /// wrong size.
    static Standardisation from(const models::TensorMap& weights, const std::string& model);

    void apply(std::vector<float>& row) const;
    /// Adds the tensors `feature.mean` and `feature.scale` to the weights of a model.
    void appendTo(models::TensorMap& weights) const;
};

/// A tensor of a model's weights, with so many values unless `values` is 0. Throws Error (BadInput) naming
/// `model` when it is missing or has others.
const std::vector<float>& vectorOf(const models::TensorMap& weights,
                                   const std::string& model,
                                   const char* name,
                                   std::size_t values);

}  // namespace limen
