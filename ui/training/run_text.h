// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QRectF>
#include <QString>

#include "ui/training/pending_changes.h"
#include "ui/training/run_values.h"

class QPainter;

namespace limen {

/// "Running", "Pausing…", "Failed".
QString runStateText(const RunSummary& run, const PendingChanges& pending = {});
/// "epoch 12 of 20".
QString epochText(const RunStatus& status);
/// Epochs done, with the one in hand.
double epochsDone(const RunStatus& status);
/// "just now", "5 min ago", else date and time.
QString agoText(const QDateTime& time, const QDateTime& now);
/// "0.5", "1e-05": as short as so many significant digits are.
QString numberText(double value, int digits = 4);
/// "33.12 dB".
QString decibelText(double value);
/// "+2.51 dB".
QString gainText(double value);

/// What stands for a state where there is little room; told apart by shape: a filled triangle, two bars, a
/// square, a disc, a cross.
void drawRunState(QPainter& painter, const QRectF& box, const RunSummary& run, const QPalette& palette);

}  // namespace limen
