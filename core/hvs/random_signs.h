// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <random>

namespace limen {

/// +1 and -1, equally likely; the same sequence for the same seed on every machine.
class RandomSigns {
public:
    explicit RandomSigns(std::uint64_t seed) : m_engine(seed) {}

    double next() {
        if (m_left == 0) {
            m_bits = m_engine();
            m_left = 64;
        }
        const double sign = (m_bits & 1U) != 0 ? 1.0 : -1.0;
        m_bits >>= 1U;
        --m_left;
        return sign;
    }

private:
    std::mt19937_64 m_engine;
    std::uint64_t m_bits = 0;
    int m_left = 0;
};

}  // namespace limen
