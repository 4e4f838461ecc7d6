// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QCPAxis;

namespace limen {

/// Colour of the series of that number, for the background it is drawn on; those of the report.
QColor seriesColour(int series, const QPalette& palette);
/// Tells series apart without colours: neighbours have different dashes.
Qt::PenStyle seriesPenStyle(int series);
/// For lines whose noise would hide dashes: solid as long as the colours last, then dashed, then dotted.
Qt::PenStyle noisyPenStyle(int series);

/// Text of the window, softened: for what must not outshine the curves.
QColor softText(const QPalette& palette);

/// Colours and fonts of the window for an axis, a faint grid, no sub-ticks.
void dressAxis(QCPAxis* axis, const QPalette& palette, const QFont& font);

}  // namespace limen
