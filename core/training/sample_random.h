// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <random>

namespace limen {

/// Random numbers of one sample.
class SampleRandom {
public:
    /// Streams of different seed, step or index have nothing to do with each other.
    SampleRandom(std::uint64_t seed, std::uint64_t step, std::uint64_t index);

    bool chance(double share) { return uniform(0.0, 1.0) < share; }
    double uniform(double from, double to);
    double normal(double deviation);
    /// 0..count-1
    int below(int count);
    /// For distributions of the standard library.
    std::mt19937_64& engine() { return m_engine; }

private:
    std::mt19937_64 m_engine;
};

}  // namespace limen
