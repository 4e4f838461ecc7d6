// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

QT_BEGIN_NAMESPACE
class QPainter;
class QPalette;
QT_END_NAMESPACE

namespace limen {

enum class Verdict { Accepted, Rejected, Unknown };

/// Accepted is blue-green, rejected vermilion (Okabe and Ito 2008: told apart in every form of colour
/// blindness), lighter in dark windows.
QColor verdictColour(Verdict verdict, const QPalette& palette);

/// Accepted: a filled disc. Rejected: a cross. Unknown: a small ring. The shape alone says which.
void drawVerdict(QPainter& painter, const QRectF& box, Verdict verdict, const QPalette& palette);

}  // namespace limen
