// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include "evaluation/series_style.h"

class QCPAxis;

namespace limen {

inline constexpr int seriesColours = static_cast<int>(seriesOnLight.size());

/// Colour of the series of that number, for the background it is drawn on; those of the report. They begin
/// anew after `seriesColours`.
QColor seriesColour(int series, const QPalette& palette);
/// Its dash in the report: neighbours differ, because their curves often lie on one another.
Qt::PenStyle seriesDash(int series);
/// Solid, dashed, dotted, and again.
Qt::PenStyle dashStyle(int number);

/// Text of the window, softened: for what must not outshine the curves.
QColor softText(const QPalette& palette);

/// Colours and fonts of the window for an axis, a faint grid, no sub-ticks.
void dressAxis(QCPAxis* axis, const QPalette& palette, const QFont& font);

}  // namespace limen
