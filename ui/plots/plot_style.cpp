// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_style.h"

#include <iterator>

#include "evaluation/series_style.h"
#include "plots/qcustomplot_include.h"

namespace limen {

namespace {

Qt::PenStyle penStyle(ChartDash dash) {
    switch (dash) {
        case ChartDash::Solid:
            return Qt::SolidLine;
        case ChartDash::Dashed:
            return Qt::DashLine;
        case ChartDash::Dotted:
            return Qt::DotLine;
    }
    return Qt::SolidLine;
}

}  // namespace

QColor seriesColour(int series, const QPalette& palette) {
    const bool isDark = palette.color(QPalette::Base).lightness() < 128;
    const auto index = static_cast<std::size_t>(series) % seriesOnLight.size();
    return QColor(QLatin1String(isDark ? seriesOnDark[index] : seriesOnLight[index]));
}

Qt::PenStyle seriesPenStyle(int series) {
    return penStyle(dashOf(series));
}

Qt::PenStyle noisyPenStyle(int series) {
    constexpr ChartDash dashes[] = {ChartDash::Solid, ChartDash::Dashed, ChartDash::Dotted};
    return penStyle(dashes[static_cast<std::size_t>(series) / seriesOnLight.size() % std::size(dashes)]);
}

QColor softText(const QPalette& palette) {
    QColor soft = palette.color(QPalette::WindowText);
    soft.setAlphaF(0.55F);
    return soft;
}

void dressAxis(QCPAxis* axis, const QPalette& palette, const QFont& font) {
    const QColor text = palette.color(QPalette::WindowText);
    const QColor soft = softText(palette);
    QColor faint = text;
    faint.setAlphaF(0.15F);
    axis->setLabelColor(text);
    axis->setTickLabelColor(text);
    axis->setBasePen(QPen(soft));
    axis->setTickPen(QPen(soft));
    axis->setSubTickPen(QPen(Qt::NoPen));
    axis->grid()->setPen(QPen(faint));
    axis->grid()->setZeroLinePen(QPen(faint));
    axis->setLabelFont(font);
    axis->setTickLabelFont(font);
}

}  // namespace limen
