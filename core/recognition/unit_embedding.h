// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>
#include <string>
#include <vector>

namespace limen {

/// The vector divided by its Euclidean norm, computed in double. Throws Error (Failure), naming the recognizer, when
/// the norm is zero or not finite.
std::vector<float> unitEmbedding(std::span<const float> raw, const std::string& recognizer);

}  // namespace limen
