// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/job_context.h"

namespace limen {

/// The least and the greatest label of SDD-FIQA.
inline constexpr double leastQuality = 0.0, mostQuality = 100.0;

/// A picture of a face on its way to its label.
struct SddFace {
    std::int64_t person = 0;
    std::size_t photograph = 0;    ///< which one it shows; a photograph and its compressed copies share it
    bool original = true;          ///< not a compressed copy: others are compared with it
    std::vector<float> embedding;  ///< unit length
};

struct SddOptions {
    std::size_t drawn = 24;  ///< similarities of each kind at most
    int repeats = 12;
    std::uint64_t seed = 1;
};

/// The area between two empirical distribution functions, integral |F_a - F_b|: the Wasserstein-1 distance of
/// two samples in one dimension. The samples may differ in size; NaN where one is empty.
double wassersteinDistance(std::span<const double> a, std::span<const double> b);

/// The labels of SDD-FIQA (Ou 2021; spec/metrics.md section 5), one for each face: how far the cosines with
/// other photographs of its person are distributed from those with photographs of other people, as the
/// Wasserstein distance of up to `drawn` of each; brought to 0..100 by the least and the greatest of the set;
/// repeated with new draws, and averaged. A face is compared with originals alone, never with its own
/// photograph, and a compressed copy in each repeat with what its original is compared with: they differ by
/// their compression only. Throws Error (BadInput) for a face without another photograph of its person, when
/// there is one person alone, or for embeddings that differ in length; Cancelled.
std::vector<double> sddLabels(std::span<const SddFace> faces,
                              const SddOptions& options,
                              const JobContext& context);

}  // namespace limen
