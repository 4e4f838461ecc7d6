// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>

#include "faces/face_aligner.h"

namespace limen {

/// Where the five points of an aligned 112x112 face lie (spec/fr_systems.md section 4).
inline constexpr FacePoints templatePoints{
    {{38.2946, 51.6963}, {73.5318, 51.5014}, {56.0252, 71.7366}, {41.5493, 92.3655}, {70.7299, 92.2041}}};

/// Part of every aligner's identity: another template is another crop.
inline constexpr const char* templateName = "arcface-112";

/// The similarity that maps `from` onto `to` (as many, at least two) with the least sum of squares; never a
/// reflection. Throws Error (BadInput) when the points coincide or are not finite.
Similarity leastSquaresSimilarity(std::span<const Point2> from, std::span<const Point2> to);

Point2 transformed(const Similarity& similarity, const Point2& point);
Similarity inverse(const Similarity& similarity);
/// First `inner`, then `outer`.
Similarity composed(const Similarity& outer, const Similarity& inner);

}  // namespace limen
