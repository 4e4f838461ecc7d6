// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <functional>

namespace limen {

/// Learning rate over the steps of a run.
struct LearningSchedule {
    std::int64_t steps = 0;
    std::function<double(std::int64_t step)> rate;
    /// Number of steps done beyond which `steps` has mattered: until then a run can be taken up again with
    /// another number of steps, and it is the same run.
    std::int64_t openUntil = 0;
};

/// Linear warm-up, a plateau, then a half cosine down to `floor` x `peak` (Loshchilov and Hutter 2017) over
/// the last `descent` steps (Hu 2024: warm-up, stable, decay).
struct CosineSchedule {
    double peak = 1e-3;
    double floor = 0.01;
    std::int64_t warmup = 200;
    std::int64_t steps = 10000;
    std::int64_t descent = 1LL << 60U;  ///< by default everything after the warm-up

    double at(std::int64_t step) const;
    /// First step of the descent.
    std::int64_t descentStart() const;
    LearningSchedule schedule() const;
};

/// The schedule of Tian 2022, section V-A, as a factor: 1 for some epochs, then less from epoch to epoch.
struct EpochSchedule {
    /// What "reduced to its 1/5 every 1 epoch" may mean (spec/jnd_fr_model.md section 4).
    enum class Tail {
        Linear,  ///< by equal parts to 0, which the epoch after the last would have (Ni 2020, UEGAN)
        Literal  ///< to a fifth of the epoch before
    };
    std::int64_t stepsPerEpoch = 1;
    std::int64_t flatEpochs = 50;
    std::int64_t epochs = 100;
    Tail tail = Tail::Linear;

    double at(std::int64_t step) const;
    LearningSchedule schedule() const;
};

}  // namespace limen
