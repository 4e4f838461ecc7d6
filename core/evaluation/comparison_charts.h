// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "evaluation/report_data.h"
#include "evaluation/series_style.h"

namespace limen {

/// One of the label sets that a chart compares, in the colour of its codec.
struct ComparedSet {
    const ReportSet* set = nullptr;
    ChartDash dash = ChartDash::Solid;
    std::string label;  ///< "hevc:preset=slow"
};

// Charts of several label sets as <svg> elements. Curves of accuracy are drawn of the sets that have them.

inline constexpr int comparisonWidth = 860;  // pixels, as all widths here

/// TAR over bits per pixel with the JND operating points.
std::string compareByBpp(const std::vector<ComparedSet>& sets, int width = comparisonWidth);
/// TAR over level of sets that have the same levels, with a mark on each curve at the median JND point.
std::string compareByLevel(const std::vector<ComparedSet>& sets);
/// Share of the images whose JND point costs at most so many bits per pixel: no axis of levels is needed, so
/// that any codecs can be compared. Sets without JND points are left out.
std::string compareJndRates(const std::vector<ComparedSet>& sets);

}  // namespace limen
