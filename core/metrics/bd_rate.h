// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <vector>

namespace limen {

/// A point of a rate-distortion curve; the unit of rate is free, quality is in dB.
struct RatePoint {
    double rate = 0.0;
    double quality = 0.0;
};

/// How the curves are drawn between their points.
enum class BdMethod {
    Akima,  ///< as FAU-LMS/bjontegaard recommends
    Pchip,  ///< monotone piecewise cubic, as JCT-VC's spreadsheets
    Cubic,  ///< one polynomial of degree 3 (VCEG-M33); of least squares for more than four points
};

/// Bjontegaard's delta rate: by how many percent the test curve needs more bits than the anchor at equal
/// quality, averaged over the qualities both reach. Nothing without such qualities. Points come in any order.
/// Throws Error (BadInput) for fewer than two points, rates that are not positive, or two points of one
/// quality.
std::optional<double> bdRate(const std::vector<RatePoint>& anchor,
                             const std::vector<RatePoint>& test,
                             BdMethod method);

/// The same the other way: by how many dB the test curve lies above the anchor at equal (logarithmic) rate.
std::optional<double> bdPsnr(const std::vector<RatePoint>& anchor,
                             const std::vector<RatePoint>& test,
                             BdMethod method);

/// Share of the union of both curves' qualities that both reach, 0..1. Below 0.75 the deltas say little.
double qualityOverlap(const std::vector<RatePoint>& anchor, const std::vector<RatePoint>& test);

}  // namespace limen
