// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace limen {

/// How a number of a training is shown.
struct MetricInfo {
    std::string name;     ///< in metrics.csv
    QString title;        ///< with its unit
    QString unit;         ///< of a value; may be empty
    QString tip;          ///< what it is, with its formula
    bool isLoss = false;  ///< follows the logarithmic scale
    bool perStep = true;  ///< noisy: smoothed
    bool shown = false;   ///< by default
    int decimals = 0;     ///< 0: four significant digits
};

/// Those that a training of the predictor writes, in the order in which they are offered.
const std::vector<MetricInfo>& knownMetrics();
/// Also for a metric nobody told the window about.
MetricInfo metricInfo(const std::string& name);

/// What may be changed while a run is going, as text: "λ identity".
QString settingTitle(const std::string& setting);

}  // namespace limen
