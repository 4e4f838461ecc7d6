// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSharedPointer>
#include <optional>
#include <utility>
#include <vector>

class QCPAxisTicker;

namespace limen {

/// Round values on a scale that may be logarithmic: powers of ten alone would leave an axis from 1.2 to 1.5
/// without a number.
QSharedPointer<QCPAxisTicker> makeValueTicker(bool logarithmic);

/// The range of what is shown, without the few values that would flatten all others.
class ShownValues {
public:
    explicit ShownValues(bool positiveOnly) : m_positiveOnly(positiveOnly) {}

    /// NaN and infinity do not count.
    void add(double value);
    /// Lowest and highest without a share of `leftOut` at either end; nothing where there is no value.
    std::optional<std::pair<double, double>> range(double leftOut);

private:
    std::vector<double> m_values;
    bool m_positiveOnly;
};

}  // namespace limen
