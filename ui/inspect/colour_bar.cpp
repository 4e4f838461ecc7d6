// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/colour_bar.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "inspect/residual_view.h"
#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr int barHeight = 12;

}  // namespace

ColourBar::ColourBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Colour bar of the residual"));
    setToolTip(tr(
        "Residual = original - test, in grey levels of 0..255. Blue: the test is brighter than the original; "
        "orange: it is darker. Equal magnitudes are equally light."));
    setRange(m_range);
}

void ColourBar::setRange(double greyLevels) {
    m_range = greyLevels;
    setAccessibleDescription(tr("from -%1 to +%1 grey levels").arg(locale().toString(m_range, 'g', 3)));
    update();
}

QSize ColourBar::sizeHint() const {
    return {240, barHeight + 4 + fontMetrics().height()};
}

QSize ColourBar::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

void ColourBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(tabularFont(font()));
    const QRect bar(0, 0, width(), barHeight);
    const DivergingMap map(centreFor(palette().color(QPalette::Base)));
    const double last = std::max(1, bar.width() - 1);
    for (int x = 0; x < bar.width(); ++x) {
        const Rgb8 colour = map(2.0 * x / last - 1.0);
        painter.fillRect(x, 0, 1, barHeight, QColor(colour.red, colour.green, colour.blue));
    }
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));

    painter.setPen(palette().color(QPalette::WindowText));
    const QRect text(0, barHeight + 2, width(), height() - barHeight - 2);
    const auto number = [this](double value) {
        return locale().toString(value, 'f', value == std::floor(value) ? 0 : 1);
    };
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, QChar(0x2212) + number(m_range));
    painter.drawText(text, Qt::AlignHCenter | Qt::AlignTop, tr("0 grey levels"));
    painter.drawText(text, Qt::AlignRight | Qt::AlignTop, QLatin1Char('+') + number(m_range));
}

}  // namespace limen
