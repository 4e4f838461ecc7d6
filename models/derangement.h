// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace limen::models {

/// For every place of a batch another one whose identity differs: shuffled until no place keeps its identity
/// (Tian 2022, section IV-C), so that each serves once. Where an identity fills more than half of the batch
/// no such order exists; then any place of another identity serves, and -1 stands where there is none.
/// Follows from `seed` and `step` alone, on every machine.
std::vector<std::int64_t> derangement(std::span<const std::int64_t> identities,
                                      std::uint64_t seed,
                                      std::int64_t step);

}  // namespace limen::models
