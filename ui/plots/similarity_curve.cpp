// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/similarity_curve.h"

#include <QEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "plots/plot_style.h"
#include "plots/qcustomplot_include.h"

namespace limen {

SimilarityCurve::SimilarityCurve(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setFixedHeight(216);
    setAccessibleName(tr("Similarity over compression level"));

    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->yAxis->setLabel(tr("similarity (cosine)"));
    m_plot->yAxis->ticker()->setTickCount(4);
    m_plot->axisRect()->setMinimumMargins(QMargins(8, 8, 8, 8));

    m_line = m_plot->addGraph();
    m_accepted = m_plot->addGraph();
    m_rejected = m_plot->addGraph();
    m_currentDot = m_plot->addGraph();
    for (QCPGraph* marks : {m_accepted, m_rejected, m_currentDot})
        marks->setLineStyle(QCPGraph::lsNone);

    m_threshold = new QCPItemStraightLine(m_plot);
    m_uncompressed = new QCPItemStraightLine(m_plot);
    m_jnd = new QCPItemStraightLine(m_plot);
    m_thresholdText = new QCPItemText(m_plot);
    m_jndText = new QCPItemText(m_plot);
    m_emptyText = new QCPItemText(m_plot);
    m_thresholdText->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    m_thresholdText->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    m_thresholdText->position->setTypeY(QCPItemPosition::ptPlotCoords);
    m_jndText->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_jndText->position->setTypeX(QCPItemPosition::ptPlotCoords);
    m_jndText->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_emptyText->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_emptyText->position->setCoords(0.5, 0.5);
    m_emptyText->setText(tr("no level judged yet"));

    m_plot->installEventFilter(this);
    m_plot->setMouseTracking(true);
    applyPalette();
    setAxis({});
    setPoints({});
    setReference(std::nullopt, std::nullopt);
    setJndLevel(std::nullopt);
}

void SimilarityCurve::setAxis(const Axis& axis) {
    m_axis = axis;
    m_plot->xAxis->setLabel(axis.unit);
    m_plot->xAxis->setTicks(!axis.unit.isEmpty());
    m_plot->xAxis->setTickLabels(!axis.unit.isEmpty());
    m_plot->xAxis->setRangeReversed(axis.coarsest < axis.finest);
    rescale();
}

void SimilarityCurve::setColours(const QColor& accepted, const QColor& rejected) {
    m_acceptedColour = accepted;
    m_rejectedColour = rejected;
    applyPalette();
}

void SimilarityCurve::setPoints(const QVector<Point>& points) {
    m_points = points;
    std::sort(
        m_points.begin(), m_points.end(), [](const Point& a, const Point& b) { return a.level < b.level; });
    for (QCPGraph* graph : {m_line, m_accepted, m_rejected})
        graph->data()->clear();
    for (const Point& point : m_points) {
        m_line->addData(point.level, point.similarity);
        (point.accepted ? m_accepted : m_rejected)->addData(point.level, point.similarity);
    }
    m_emptyText->setVisible(m_points.isEmpty());
    setCurrentLevel(m_currentLevel);
    rescale();
}

void SimilarityCurve::setReference(std::optional<double> threshold, std::optional<double> uncompressed) {
    m_thresholdValue = threshold;
    m_uncompressedValue = uncompressed;
    m_threshold->setVisible(threshold.has_value());
    m_thresholdText->setVisible(threshold.has_value());
    m_uncompressed->setVisible(uncompressed.has_value());
    if (threshold) {
        m_threshold->point1->setCoords(0.0, *threshold);
        m_threshold->point2->setCoords(1.0, *threshold);
        m_thresholdText->position->setCoords(0.02, *threshold);
        m_thresholdText->setText(tr("t0 %1").arg(locale().toString(*threshold, 'f', 3)));
    }
    if (uncompressed) {
        m_uncompressed->point1->setCoords(0.0, *uncompressed);
        m_uncompressed->point2->setCoords(1.0, *uncompressed);
    }
    rescale();
}

void SimilarityCurve::setJndLevel(std::optional<double> level) {
    m_jnd->setVisible(level.has_value());
    m_jndText->setVisible(level.has_value());
    if (level) {
        m_jnd->point1->setCoords(*level, 0.0);
        m_jnd->point2->setCoords(*level, 1.0);
        m_jndText->position->setCoords(*level, 0.02);
        m_jndText->setText(tr("JND %1 ").arg(*level));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SimilarityCurve::setCurrentLevel(std::optional<double> level) {
    m_currentLevel = level;
    m_currentDot->data()->clear();
    const auto at = std::find_if(m_points.cbegin(), m_points.cend(), [&](const Point& point) {
        return level && std::abs(point.level - *level) < 1e-9;
    });
    if (at != m_points.cend())
        m_currentDot->addData(at->level, at->similarity);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SimilarityCurve::rescale() {
    m_plot->xAxis->setRange(std::min(m_axis.finest, m_axis.coarsest) - 1.0,
                            std::max(m_axis.finest, m_axis.coarsest) + 1.0);
    double low = 0.0;
    double high = 1.0;
    for (const Point& point : m_points)
        low = std::min(low, point.similarity);
    m_plot->yAxis->setRange(low < 0.0 ? low - 0.05 : 0.0, high);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SimilarityCurve::applyPalette() {
    const QColor text = palette().color(QPalette::WindowText);
    const QColor soft = softText(palette());
    m_plot->setBackground(palette().color(QPalette::Base));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        dressAxis(axis, palette(), font());
    m_line->setPen(QPen(soft, 1.0));
    m_accepted->setPen(QPen(m_acceptedColour));
    m_accepted->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(m_acceptedColour), m_acceptedColour, 5.0));
    m_rejected->setPen(QPen(m_rejectedColour));
    m_rejected->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCross, QPen(m_rejectedColour, 1.5), Qt::NoBrush, 5.0));
    m_currentDot->setScatterStyle(
        QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(text, 1.5), Qt::NoBrush, 11.0));
    m_threshold->setPen(QPen(text, 1.0, Qt::DashLine));
    m_uncompressed->setPen(QPen(soft, 1.0, Qt::DotLine));
    m_jnd->setPen(QPen(text, 1.0));
    for (QCPItemText* item : {m_thresholdText, m_jndText, m_emptyText}) {
        item->setColor(item == m_emptyText ? soft : text);
        item->setFont(font());
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

const SimilarityCurve::Point* SimilarityCurve::nearest(const QPointF& position) const {
    const Point* best = nullptr;
    double bestDistance = 12.0;  // logical pixels
    for (const Point& point : m_points) {
        const double distance = std::abs(m_plot->xAxis->coordToPixel(point.level) - position.x());
        if (distance < bestDistance) {
            best = &point;
            bestDistance = distance;
        }
    }
    return best;
}

bool SimilarityCurve::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot &&
        (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonRelease)) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (const Point* point = nearest(mouse->position())) {
            if (event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton)
                Q_EMIT levelChosen(static_cast<int>(std::lround(point->level)));
            QToolTip::showText(
                mouse->globalPosition().toPoint(),
                tr("%1 %2: similarity %3 (cosine), %4\nDashed: threshold t0. Dotted: uncompressed.")
                    .arg(m_axis.unit)
                    .arg(point->level)
                    .arg(locale().toString(point->similarity, 'f', 4),
                         point->accepted ? tr("accepted") : tr("rejected")),
                m_plot);
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SimilarityCurve::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
    QWidget::changeEvent(event);
}

}  // namespace limen
