// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace limen {

/// What is kept together when images are divided.
enum class SplitUnit {
    Identity,  ///< all images of a person: the honest protocol
    Image      ///< each image for itself: the paper's likely protocol
};

/// Images, by their places, for learning, for choosing (best model, early stop, every tuned constant), and
/// for measuring once. Each in rising order.
struct TrainingSplit {
    std::vector<std::size_t> train, validation, test;
};

/// How images are divided. What follows from it does so from `seed` alone, on every machine.
struct SplitPlan {
    SplitUnit unit = SplitUnit::Identity;
    double validationShare = 0.1;  ///< of the units that are not measured on; at least one of them
    std::uint64_t seed = 1;
};

/// One division without a test part. `identities`: the person of each image. Throws Error (BadInput) when too
/// few people or images remain to learn from and to choose by.
TrainingSplit splitOnce(std::span<const std::int64_t> identities, const SplitPlan& plan);

/// Division `fold` (0..folds-1) of a cross-validation: test parts are disjoint, together everything, and
/// balanced by the number of images. Throws Error (BadInput) as above, and with fewer units than folds.
TrainingSplit splitFold(std::span<const std::int64_t> identities, int folds, int fold, const SplitPlan& plan);

}  // namespace limen
