// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

namespace limen {

/// Exponential moving average with the weight of what came before, 0 (none) to below 1, divided by
/// 1 - weight^n, so that the first values are not drawn towards zero (Kingma and Ba 2015, section 3).
/// A NaN stays where it is and enters no average. It is of all values, however many are drawn.
QVector<double> smoothed(const QVector<double>& values, double weight);

}  // namespace limen
