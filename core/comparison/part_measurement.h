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

/// The coarsest level that is at least as like the face as its JND image is: the largest q with PSNR(x(q), x)
/// >= PSNR(JND image, x); the finest where none is. A rule of Limen's own, for JND images made of noise: the
/// noise has nothing to do with a codec's error, so that eq. (8) selects the finest level for them.
/// `errors`: mean squared error of each level, fine to coarse, against the face; `allowed`: that of the JND
/// image.
int levelByEnergy(const CodecLevels& levels, std::span<const double> errors, double allowed);

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
