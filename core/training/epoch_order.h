// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace limen {

/// The numbers from 0 in a new order each epoch, which follows from the seed and the epoch alone.
class EpochOrder {
public:
    EpochOrder(std::size_t count, std::uint64_t seed) : m_order(count), m_seed(seed) {}
    const std::vector<std::size_t>& of(std::int64_t epoch);

private:
    std::vector<std::size_t> m_order;  // of m_epoch
    std::uint64_t m_seed;
    std::int64_t m_epoch = -1;
};

}  // namespace limen
