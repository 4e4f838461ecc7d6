// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <span>

#include "faces/face_aligner.h"

namespace limen {

/// The landmarks of a face in the order of 300-W (Sagonas 2013).
inline constexpr std::size_t landmarkCount68 = 68;

/// Mean distance of landmarks from those of the reference, in percent of a length.
struct LandmarkNme {
    double box = 0.0;          ///< of sqrt(width x height) of the tight box of the reference's points
    double interOcular = 0.0;  ///< of the distance between the outer corners of the reference's eyes
};

/// Both: 68 points. spec/metrics.md section 8. Throws Error (BadInput) for another number of points, points
/// that are not finite, and a reference without extent.
LandmarkNme landmarkNme(std::span<const Point2> points, std::span<const Point2> reference);

}  // namespace limen
