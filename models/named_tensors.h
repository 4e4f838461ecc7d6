// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

// Not seen outside models/: it names LibTorch types.

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

#include "models/models_api.h"

namespace limen::models {

using NamedTensors = std::map<std::string, at::Tensor>;

/// A copy as 32-bit floats in C order, from any device and layout.
FloatTensor toFloatTensor(const at::Tensor& tensor);
/// A copy of its own memory.
at::Tensor toTensor(const FloatTensor& tensor);

/// Adds `prefix` + name for every tensor.
void appendTensors(TensorMap& to, const std::string& prefix, const NamedTensors& from);
/// Copies the values `prefix` + name of `from` into the tensors of `to`. Throws Error (BadInput) naming the
/// first that is missing or of another shape.
void assignTensors(NamedTensors& to, const std::string& prefix, const TensorMap& from);

/// The tensor `name` of a batch. `shape`: the shape it must have, -1 for any extent.
/// Throws Error (BadInput) otherwise.
at::Tensor batchTensor(const TensorMap& batch,
                       const std::string& name,
                       const std::vector<std::int64_t>& shape);

}  // namespace limen::models
