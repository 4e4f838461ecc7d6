// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "training/learning_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace limen {

double CosineSchedule::at(std::int64_t step) const {
    if (step < warmup)
        return peak * static_cast<double>(step + 1) / static_cast<double>(warmup);
    const std::int64_t start = descentStart();
    const double done = static_cast<double>(std::max<std::int64_t>(0, step - start)) /
                        static_cast<double>(std::max<std::int64_t>(1, steps - start));
    return peak * (floor + (1.0 - floor) * 0.5 * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done))));
}

std::int64_t CosineSchedule::descentStart() const {
    return std::max(warmup, steps - descent);
}

LearningSchedule CosineSchedule::schedule() const {
    // Without a plateau every rate after the warm-up follows from the number of steps.
    return {.steps = steps,
            .rate = [*this](std::int64_t step) { return at(step); },
            .openUntil = descent < steps ? descentStart() : 0};
}

double EpochSchedule::at(std::int64_t step) const {
    const std::int64_t epoch = step / stepsPerEpoch;
    if (epoch < flatEpochs)
        return 1.0;
    const auto beyond = static_cast<double>(epoch - flatEpochs + 1);
    if (tail == Tail::Literal)
        return std::pow(0.2, beyond);
    return std::max(0.0, 1.0 - beyond / static_cast<double>(epochs - flatEpochs + 1));
}

LearningSchedule EpochSchedule::schedule() const {
    return {.steps = epochs * stepsPerEpoch, .rate = [*this](std::int64_t step) { return at(step); }};
}

}  // namespace limen
