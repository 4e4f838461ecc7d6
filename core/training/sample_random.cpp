// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/sample_random.h"

namespace limen {

SampleRandom::SampleRandom(std::uint64_t seed, std::uint64_t step, std::uint64_t index) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed),
                           static_cast<std::uint32_t>(seed >> 32U),
                           static_cast<std::uint32_t>(step),
                           static_cast<std::uint32_t>(step >> 32U),
                           static_cast<std::uint32_t>(index)};
    m_engine.seed(sequence);
}

double SampleRandom::uniform(double from, double to) {
    return std::uniform_real_distribution<double>(from, to)(m_engine);
}

double SampleRandom::normal(double deviation) {
    return std::normal_distribution<double>(0.0, deviation)(m_engine);
}

int SampleRandom::below(int count) {
    return std::uniform_int_distribution<int>(0, count - 1)(m_engine);
}

}  // namespace limen
