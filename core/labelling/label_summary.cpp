// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "labelling/label_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace limen {

namespace {

double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

}  // namespace

std::optional<Quartiles> quartiles(std::vector<double> values) {
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    return Quartiles{quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)};
}

LabelSummary summarizeLabels(const std::vector<Label>& labels, const CodecLevels& levels) {
    LabelSummary summary;
    for (const LabelFlag flag :
         {LabelFlag::Ok, LabelFlag::NoMates, LabelFlag::Unrecognised, LabelFlag::NoLevel})
        summary.flags[flag] = 0;
    for (const int level : levels.all())
        summary.histogram[level] = 0;
    std::vector<double> points;
    std::vector<double> bpps;
    for (const Label& label : labels) {
        ++summary.labelled;
        ++summary.flags[label.flag];
        summary.genuinePairs += label.genuinePairs;
        summary.genuineAccepted += label.genuineAccepted;
        if (!label.level)
            continue;
        ++summary.histogram[*label.level];
        points.push_back(*label.level);
        if (label.bpp)
            bpps.push_back(*label.bpp);
    }
    if (!bpps.empty())
        summary.meanBpp = std::accumulate(bpps.begin(), bpps.end(), 0.0) / static_cast<double>(bpps.size());
    summary.levels = quartiles(std::move(points));
    summary.bpp = quartiles(std::move(bpps));
    return summary;
}

}  // namespace limen
