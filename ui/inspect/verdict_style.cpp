// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/verdict_style.h"

#include <QPainter>
#include <QPalette>
#include <algorithm>

namespace limen {

QColor verdictColour(Verdict verdict, const QPalette& palette) {
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    switch (verdict) {
        case Verdict::Accepted:
            return dark ? QColor(0x2f, 0xc8, 0x9c) : QColor(0x00, 0x8a, 0x68);
        case Verdict::Rejected:
            return dark ? QColor(0xff, 0x8a, 0x3d) : QColor(0xc8, 0x50, 0x00);
        case Verdict::Unknown:
            break;
    }
    return palette.color(QPalette::Disabled, QPalette::WindowText);
}

void drawVerdict(QPainter& painter, const QRectF& box, Verdict verdict, const QPalette& palette) {
    const QColor colour = verdictColour(verdict, palette);
    const double side = std::min(box.width(), box.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(box.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    switch (verdict) {
        case Verdict::Accepted:
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            painter.drawEllipse(square.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08));
            break;
        case Verdict::Rejected: {
            painter.setPen(QPen(colour, std::max(1.5, side / 5.0), Qt::SolidLine, Qt::RoundCap));
            const QRectF inner = square.adjusted(side * 0.18, side * 0.18, -side * 0.18, -side * 0.18);
            painter.drawLine(inner.topLeft(), inner.bottomRight());
            painter.drawLine(inner.bottomLeft(), inner.topRight());
            break;
        }
        case Verdict::Unknown:
            painter.setPen(QPen(colour, 1.0));
            painter.drawEllipse(square.adjusted(side * 0.3, side * 0.3, -side * 0.3, -side * 0.3));
            break;
    }
    painter.restore();
}

}  // namespace limen
