// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <span>

#include "comparison/comparison_sheet.h"

namespace limen {

/// Numbers of predicted JND images, by name (keys of ComparedRow::numbers), each one a face in the order of a
/// part; NaN for a face that has none.
struct PartMeasure {
    std::vector<std::string> names;
    /// Everything the numbers depend on beside the images: model, hashes, seed.
    Json source;
    std::function<std::map<std::string, std::vector<double>>(
        const ComparedPart& part, const std::vector<RgbImage>& predicted, const JobContext& context)>
        measure;
};

/// Adds what the sheet lacks: candidates that have no row under their name and source, and measures that a
/// row lacks. `keep` is called whenever a row is whole. Every level of the measured images must be stored.
/// Throws Error (Failure) naming one that is not.
void measurePart(ComparisonSheet& sheet,
                 const ComparedPart& part,
                 std::span<const Candidate> candidates,
                 std::span<const PartMeasure> measures,
                 const std::function<void()>& keep,
                 const JobContext& context);

}  // namespace limen
