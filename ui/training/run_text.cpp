// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "inspect/verdict_style.h"

namespace limen {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("limen::RunText", text);
}

}  // namespace

QString runStateText(const RunSummary& run, const PendingChanges& pending) {
    if (run.active && pending.stop())
        return tr("Stopping…");
    if (run.active && pending.pause())
        return *pending.pause() ? tr("Pausing…") : tr("Going on…");
    if (!run.status)
        return run.active ? tr("Starting…") : tr("Not begun");
    const std::string& state = run.status->state;
    if (state == "running")
        return tr("Running");
    if (state == "paused")
        return tr("Paused");
    if (state == "finished")
        return tr("Finished");
    if (state == "stopped")
        return tr("Stopped");
    if (state == "ended early")
        return tr("Ended early");
    if (state == "failed")
        return tr("Failed");
    if (state == "cancelled")
        return tr("Cancelled");
    return QString::fromStdString(state);
}

double epochsDone(const RunStatus& status) {
    return static_cast<double>(status.step) /
           static_cast<double>(std::max<std::int64_t>(1, status.stepsPerEpoch));
}

QString epochText(const RunStatus& status) {
    const auto perEpoch = static_cast<double>(std::max<std::int64_t>(1, status.stepsPerEpoch));
    const double all = std::ceil(static_cast<double>(status.steps) / perEpoch);
    // The epoch in hand counts from 1; after the last step it is the last one.
    const double current = std::min(std::floor(epochsDone(status)) + 1.0, std::max(1.0, all));
    const QLocale locale;
    return tr("epoch %1 of %2")
        .arg(locale.toString(static_cast<qlonglong>(current)), locale.toString(static_cast<qlonglong>(all)));
}

QString agoText(const QDateTime& time, const QDateTime& now) {
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    if (seconds < minute)
        return tr("just now");
    if (seconds < hour)
        return tr("%1 min ago").arg(seconds / minute);
    if (time.date() == now.date())
        return QLocale().toString(time.time(), QLocale::ShortFormat);
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

QString numberText(double value, int digits) {
    return QLocale().toString(value, 'g', digits).toLower();
}

QString decibelText(double value) {
    return tr("%1 dB").arg(QLocale().toString(value, 'f', 2));
}

QString gainText(double value) {
    return (value >= 0.0 ? QStringLiteral("+") : QString()) + decibelText(value);
}

void drawRunState(QPainter& painter, const QRectF& box, const RunSummary& run, const QPalette& palette) {
    const std::string state = run.status ? run.status->state : run.active ? "running" : "";
    const double side = std::min(box.width(), box.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(box.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (state == "failed") {
        drawVerdict(painter, square, Verdict::Rejected, palette);
    } else if (state == "running") {
        painter.setBrush(verdictColour(Verdict::Accepted, palette));
        const QPointF triangle[] = {square.topLeft() + QPointF(side * 0.15, 0),
                                    square.bottomLeft() + QPointF(side * 0.15, 0),
                                    QPointF(square.right(), square.center().y())};
        painter.drawPolygon(triangle, 3);
    } else if (state == "paused") {
        painter.setBrush(palette.color(QPalette::WindowText));
        painter.drawRect(QRectF(square.left() + side * 0.1, square.top(), side * 0.28, side));
        painter.drawRect(QRectF(square.right() - side * 0.38, square.top(), side * 0.28, side));
    } else if (state == "finished" || state == "ended early") {
        drawVerdict(painter, square, Verdict::Accepted, palette);
    } else if (state == "stopped" || state == "cancelled") {
        painter.setBrush(palette.color(QPalette::Disabled, QPalette::WindowText));
        painter.drawRect(square.adjusted(side * 0.12, side * 0.12, -side * 0.12, -side * 0.12));
    } else {
        drawVerdict(painter, square, Verdict::Unknown, palette);
    }
    painter.restore();
}

}  // namespace limen
