// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_legend.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "plots/plot_style.h"
#include "ui/training/training_runs.h"

namespace limen {

namespace {
constexpr int sample = 24;  // of a line
constexpr int gap = 6;
constexpr int space = 18;
}  // namespace

RunLegend::RunLegend(TrainingRuns* runs, QWidget* parent) : QWidget(parent), m_runs(runs) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(tr("Runs in the plots"));
    connect(runs, &TrainingRuns::selectionChanged, this, [this] {
        setAccessibleDescription(names().join(QStringLiteral(", ")));
        update();
    });
}

QStringList RunLegend::names() const {
    QStringList names;
    for (const std::string& run : m_runs->compared())
        names.append(QString::fromStdString(run));
    return names;
}

QSize RunLegend::sizeHint() const {
    return {200, fontMetrics().height() + 2};
}

void RunLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    int left = 0;
    for (const std::string& run : m_runs->compared()) {
        const int series = m_runs->series(run);
        const QColor colour = seriesColour(series, palette());
        QColor faint = colour;
        faint.setAlphaF(0.28F);
        painter.setPen(QPen(faint, 7.0));
        painter.drawLine(QPointF(left, middle), QPointF(left + sample, middle));
        painter.setPen(QPen(colour, 2.0, noisyPenStyle(series)));
        painter.drawLine(QPointF(left, middle), QPointF(left + sample, middle));
        left += sample + gap;
        const QString name = QString::fromStdString(run);
        painter.setPen(palette().color(QPalette::WindowText));
        QFont font = painter.font();
        font.setBold(run == m_runs->current());
        painter.setFont(font);
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignLeft | Qt::AlignVCenter, name);
        left += QFontMetrics(font).horizontalAdvance(name) + space;
    }
}

bool RunLegend::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(
            help->globalPos(),
            tr("%1\nFaint: raw values. Strong: smoothed. Dotted upright: settings were changed. Ring: best.")
                .arg(names().join(QStringLiteral(", "))),
            this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace limen
