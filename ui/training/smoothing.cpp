// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/smoothing.h"

#include <cmath>

namespace limen {

QVector<double> smoothed(const QVector<double>& values, double weight) {
    QVector<double> result;
    result.reserve(values.size());
    double average = 0.0;
    double missing = 1.0;  // weight^n: the share of the sum that no value has filled yet
    for (const double value : values) {
        if (!std::isfinite(value)) {
            result.append(value);
            continue;
        }
        average = weight * average + (1.0 - weight) * value;
        missing *= weight;
        result.append(average / (1.0 - missing));
    }
    return result;
}

}  // namespace limen
