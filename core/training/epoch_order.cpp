// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/epoch_order.h"

#include <numeric>
#include <utility>

#include "training/sample_random.h"

namespace limen {

namespace {

/// Of the streams of random numbers that follow from a training's seed.
constexpr std::uint64_t orderStream = 1;

}  // namespace

const std::vector<std::size_t>& EpochOrder::of(std::int64_t epoch) {
    if (m_epoch != epoch) {
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        SampleRandom random(m_seed, static_cast<std::uint64_t>(epoch), orderStream);
        for (std::size_t i = m_order.size(); i > 1; --i)
            std::swap(m_order[i - 1], m_order[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
        m_epoch = epoch;
    }
    return m_order;
}

}  // namespace limen
