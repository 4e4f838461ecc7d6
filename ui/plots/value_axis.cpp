// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/value_axis.h"

#include <algorithm>
#include <cmath>

#include "evaluation/chart_axis.h"
#include "plots/qcustomplot_include.h"

namespace limen {

namespace {

class ValueTicker : public QCPAxisTicker {
public:
    explicit ValueTicker(bool logarithmic) : m_logarithmic(logarithmic) {}

protected:
    QVector<double> createTickVector(double, const QCPRange& range) override {
        constexpr double manyTimes = 20.0;
        const bool wide = m_logarithmic && range.lower > 0.0 && range.upper / range.lower > manyTimes;
        const std::vector<double> ticks =
            wide ? logTicks(range.lower, range.upper) : niceTicks(range.lower, range.upper, tickCount());
        return {ticks.begin(), ticks.end()};
    }
    QVector<double> createSubTickVector(int, const QVector<double>&) override { return {}; }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return QString::fromStdString(tickText(tick));
    }

private:
    bool m_logarithmic;
};

}  // namespace

QSharedPointer<QCPAxisTicker> makeValueTicker(bool logarithmic) {
    return QSharedPointer<QCPAxisTicker>(new ValueTicker(logarithmic));
}

void ShownValues::add(double value) {
    if (std::isfinite(value) && (!m_positiveOnly || value > 0.0))
        m_values.push_back(value);
}

std::optional<std::pair<double, double>> ShownValues::range(double leftOut) {
    if (m_values.empty())
        return std::nullopt;
    const auto at = [this](double share) {
        const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(m_values.size() - 1));
        std::nth_element(m_values.begin(), m_values.begin() + place, m_values.end());
        return m_values[static_cast<std::size_t>(place)];
    };
    return std::pair(at(leftOut), at(1.0 - leftOut));
}

}  // namespace limen
