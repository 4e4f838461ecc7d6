// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/metric_plot.h"

#include <QEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <optional>

#include "plots/plot_style.h"
#include "plots/qcustomplot_include.h"
#include "plots/value_axis.h"

namespace limen {

namespace {

constexpr double reach = 10.0;  // logical pixels within which the mouse means a point

}  // namespace

MetricPlot::MetricPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->setNoAntialiasingOnDrag(true);
    m_plot->setInteraction(QCP::iRangeDrag);
    m_plot->setMouseTracking(true);
    m_plot->axisRect()->setupFullAxesBox();
    m_plot->axisRect()->setMinimumMargins(QMargins(4, 22, 8, 4));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setTicker(makeValueTicker(false));
    m_plot->yAxis->ticker()->setTickCount(4);
    for (QCPAxis* axis : {m_plot->xAxis2, m_plot->yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    m_plot->addLayer(QStringLiteral("smoothed"), m_plot->layer(QStringLiteral("main")));
    m_emptyText = new QCPItemText(m_plot);
    m_emptyText->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_emptyText->position->setCoords(0.5, 0.5);
    m_emptyText->setText(tr("no values yet"));
    m_plot->installEventFilter(this);
    connect(
        m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, &MetricPlot::onRangeChanged);
    connect(m_plot->yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
        m_ownY = m_ownY || !m_settling;
    });
    applyPalette();
}

void MetricPlot::setTitle(const QString& title, const QString& unit, const QString& toolTip, int decimals) {
    m_title = title;
    m_unit = unit;
    m_decimals = decimals;
    setToolTip(toolTip);
    setAccessibleName(title);
    setAccessibleDescription(toolTip);
    rebuildItems();
}

void MetricPlot::setXName(const QString& name) {
    m_xName = name;
}

void MetricPlot::setCurve(const QString& id, const Curve& curve) {
    m_curves.insert(id, curve);
    Drawn& drawn = m_drawn[id];
    if (drawn.raw == nullptr) {
        drawn.raw = m_plot->addGraph();
        drawn.smoothed = m_plot->addGraph();
        drawn.smoothed->setLayer(QStringLiteral("smoothed"));
    }
    const bool ascending = true;
    drawn.raw->setData(curve.x, curve.raw, ascending);
    drawn.smoothed->setData(curve.x, curve.smoothed.isEmpty() ? curve.raw : curve.smoothed, ascending);
    dress();
    rescaleY();
}

void MetricPlot::removeCurve(const QString& id) {
    const Drawn drawn = m_drawn.take(id);
    if (drawn.raw != nullptr) {
        m_plot->removeGraph(drawn.raw);
        m_plot->removeGraph(drawn.smoothed);
    }
    if (m_curves.remove(id) == 0)
        return;
    m_markers.remove(id);
    m_best.remove(id);
    dress();
    rebuildItems();
    rescaleY();
}

const MetricPlot::Curve* MetricPlot::curve(const QString& id) const {
    const auto found = m_curves.constFind(id);
    return found == m_curves.cend() ? nullptr : &*found;
}

int MetricPlot::markerCount() const {
    int count = 0;
    for (const QVector<Marker>& markers : m_markers)
        count += static_cast<int>(markers.size());
    return count;
}

void MetricPlot::setMarkers(const QString& id, const QVector<Marker>& markers) {
    if (m_markers.value(id) == markers)
        return;
    m_markers[id] = markers;
    rebuildItems();
}

void MetricPlot::setBest(const QString& id, const QVector<Best>& best) {
    if (m_best.value(id) == best)
        return;
    m_best[id] = best;
    rebuildItems();
}

void MetricPlot::setReferences(const QVector<Reference>& references) {
    if (m_references == references)
        return;
    m_references = references;
    rebuildItems();
    rescaleY();
}

void MetricPlot::bringToFront(const QString& id) {
    const Drawn drawn = m_drawn.value(id);
    for (QCPGraph* graph : {drawn.raw, drawn.smoothed})
        if (graph != nullptr)
            graph->setLayer(graph->layer()->name());  // as the last of its layer
    redraw();
}

void MetricPlot::dress() {
    for (auto [id, drawn] : m_drawn.asKeyValueRange()) {
        const Curve& curve = *m_curves.constFind(id);
        const bool single = curve.smoothed.isEmpty();
        QColor faint = curve.colour;
        // Several runs must not drown each other in noise.
        faint.setAlphaF(m_curves.size() > 1 ? 0.15F : 0.3F);
        drawn.raw->setVisible(!single);
        drawn.raw->setPen(QPen(faint, 1.0));
        drawn.smoothed->setPen(QPen(curve.colour, 1.8, curve.dash));
        // Dots show where it was measured, as long as they can be told apart.
        constexpr int fewPoints = 200;
        drawn.smoothed->setScatterStyle(
            single && curve.x.size() <= fewPoints
                ? QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(curve.colour), curve.colour, 4.0)
                : QCPScatterStyle(QCPScatterStyle::ssNone));
    }
}

void MetricPlot::rebuildItems() {
    for (int i = m_plot->itemCount() - 1; i >= 0; --i)
        if (m_plot->item(i) != m_emptyText)
            m_plot->removeItem(i);
    auto* title = new QCPItemText(m_plot);
    title->setClipToAxisRect(false);
    title->position->setType(QCPItemPosition::ptAxisRectRatio);
    title->position->setCoords(0.0, 0.0);
    title->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    title->setPadding(QMargins(0, 0, 0, 3));
    title->setText(m_title);
    QFont bold = font();
    bold.setBold(true);
    title->setFont(bold);
    title->setColor(palette().color(QPalette::WindowText));
    const QColor soft = softText(palette());
    for (const Reference& reference : std::as_const(m_references)) {
        auto* line = new QCPItemStraightLine(m_plot);
        line->setPen(QPen(soft, 1.0, Qt::DashLine));
        line->point1->setCoords(0.0, reference.y);
        line->point2->setCoords(1.0, reference.y);
        auto* text = new QCPItemText(m_plot);
        text->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        text->position->setTypeY(QCPItemPosition::ptPlotCoords);
        text->position->setCoords(0.995, reference.y);
        text->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
        text->setText(reference.text);
        text->setFont(font());
        text->setColor(palette().color(QPalette::WindowText));
    }
    for (const QVector<Marker>& markers : std::as_const(m_markers))
        for (const Marker& marker : markers) {
            auto* line = new QCPItemStraightLine(m_plot);
            line->setPen(QPen(marker.colour, 1.0, Qt::DotLine));
            line->point1->setCoords(marker.x, 0.0);
            line->point2->setTypeX(QCPItemPosition::ptPlotCoords);
            line->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
            line->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
            line->point2->setCoords(marker.x, 1.0);
        }
    for (const QVector<Best>& all : std::as_const(m_best))
        for (const Best& best : all) {
            auto* ring = new QCPItemEllipse(m_plot);
            constexpr double radius = 5.0;
            ring->topLeft->setParentAnchor(nullptr);
            ring->setPen(QPen(best.colour, 1.6));
            auto* centre = new QCPItemTracer(m_plot);
            centre->setStyle(QCPItemTracer::tsNone);
            centre->position->setCoords(best.at);
            ring->topLeft->setParentAnchor(centre->position);
            ring->bottomRight->setParentAnchor(centre->position);
            ring->topLeft->setCoords(-radius, -radius);
            ring->bottomRight->setCoords(radius, radius);
        }
    redraw();
}

void MetricPlot::setLogarithmic(bool on) {
    if (on == m_logarithmic)
        return;
    m_logarithmic = on;
    m_ownY = false;
    const QScopedValueRollback settling(m_settling, true);
    m_plot->yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setTicker(makeValueTicker(on));
    m_plot->yAxis->ticker()->setTickCount(4);
    rescaleY();
}

MetricPlot::XRange MetricPlot::fullRange() const {
    double last = 0.0;
    for (const Curve& curve : m_curves)
        if (!curve.x.isEmpty())
            last = std::max(last, curve.x.last());
    return {0.0, last > 0.0 ? last : 1.0};
}

MetricPlot::XRange MetricPlot::xRange() const {
    return {m_plot->xAxis->range().lower, m_plot->xAxis->range().upper};
}

void MetricPlot::setXRange(const XRange& range) {
    if (range == xRange() || !(range.to > range.from))
        return;
    {
        const QScopedValueRollback settling(m_settling, true);
        m_plot->xAxis->setRange(range.from, range.to);
    }
    rescaleY();
}

void MetricPlot::onRangeChanged(const QCPRange& range) {
    if (m_settling)
        return;
    Q_EMIT xRangeChosen(range.lower, range.upper);
    rescaleY();
}

void MetricPlot::followY() {
    m_ownY = false;
    rescaleY();
}

void MetricPlot::rescaleY() {
    const XRange x = xRange();
    ShownValues shown(m_logarithmic);
    ShownValues always(m_logarithmic);
    bool any = false;
    for (const Curve& curve : std::as_const(m_curves)) {
        any = any || !curve.x.isEmpty();
        const auto from = std::lower_bound(curve.x.cbegin(), curve.x.cend(), x.from) - curve.x.cbegin();
        const auto to = std::upper_bound(curve.x.cbegin(), curve.x.cend(), x.to) - curve.x.cbegin();
        for (auto i = from; i < to; ++i) {
            shown.add(curve.raw[i]);
            if (curve.smoothed.isEmpty())
                always.add(curve.raw[i]);
        }
    }
    for (const Reference& reference : std::as_const(m_references))
        always.add(reference.y);
    m_emptyText->setVisible(!any);
    if (!m_ownY) {
        constexpr double outliers = 0.005;
        std::optional<std::pair<double, double>> range = shown.range(outliers);
        if (const auto more = always.range(0.0))
            range =
                range ? std::pair(std::min(range->first, more->first), std::max(range->second, more->second))
                      : *more;
        if (range)
            setYRange(range->first, range->second);
    }
    redraw();
}

void MetricPlot::setYRange(double low, double high) {
    const double middle = std::abs(low + high) / 2.0;
    const double least = std::max(middle * 1e-3, 1e-12);
    constexpr double air = 0.06;
    const QScopedValueRollback settling(m_settling, true);
    if (m_logarithmic) {
        const double factor = std::max(std::pow(high / low, air), 1.0 + least / middle);
        m_plot->yAxis->setRange(low / factor, high * factor);
    } else {
        const double margin = std::max((high - low) * air, least);
        m_plot->yAxis->setRange(low - margin, high + margin);
    }
}

void MetricPlot::redraw() {
    // What is not seen is drawn when it is.
    if (isVisible())
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void MetricPlot::applyPalette() {
    m_plot->setBackground(palette().color(QPalette::Base));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->xAxis2, m_plot->yAxis2})
        dressAxis(axis, palette(), font());
    m_emptyText->setFont(font());
    m_emptyText->setColor(softText(palette()));
    rebuildItems();
}

QString MetricPlot::valueText(double value) const {
    const QString number = m_decimals > 0 ? locale().toString(value, 'f', m_decimals)
                                          : locale().toString(value, 'g', 4).toLower();
    return m_unit.isEmpty() ? number : number + QLatin1Char(' ') + m_unit;
}

QPointF MetricPlot::positionOf(double x, double y) const {
    return {m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y)};
}

QString MetricPlot::textAt(QPointF position) const {
    if (!m_plot->axisRect()->rect().contains(position.toPoint()))
        return {};
    for (const QVector<Best>& all : m_best)
        for (const Best& best : all)
            if (QLineF(positionOf(best.at.x(), best.at.y()), position).length() < reach)
                return best.text;
    QStringList happened;
    for (const QVector<Marker>& markers : m_markers)
        for (const Marker& marker : markers)
            if (std::abs(m_plot->xAxis->coordToPixel(marker.x) - position.x()) < reach / 2.0)
                happened.append(marker.text);
    if (!happened.isEmpty())
        return happened.join(QLatin1Char('\n'));
    QString text;
    double nearest = 3.0 * reach;
    const double x = m_plot->xAxis->pixelToCoord(position.x());
    for (const Curve& curve : m_curves) {
        if (curve.x.isEmpty())
            continue;
        auto i = std::lower_bound(curve.x.cbegin(), curve.x.cend(), x) - curve.x.cbegin();
        if (i == curve.x.size() || (i > 0 && x - curve.x[i - 1] < curve.x[i] - x))
            --i;
        const bool single = curve.smoothed.isEmpty();
        const double value = single ? curve.raw[i] : curve.smoothed[i];
        const double distance = QLineF(positionOf(curve.x[i], value), position).length();
        if (!(distance < nearest))
            continue;
        nearest = distance;
        const QString place =
            locale().toString(curve.x[i], 'f', curve.x[i] == std::floor(curve.x[i]) ? 0 : 2);
        text = single ? tr("%1, %2 %3: %4").arg(curve.name, m_xName, place, valueText(value))
                      : tr("%1, %2 %3: %4, smoothed %5")
                            .arg(curve.name, m_xName, place, valueText(curve.raw[i]), valueText(value));
    }
    return text;
}

bool MetricPlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons() == Qt::NoButton)
            QToolTip::showText(mouse->globalPosition().toPoint(), textAt(mouse->position()), m_plot);
    } else if (event->type() == QEvent::MouseButtonDblClick) {
        followY();
        Q_EMIT fitRequested();
    } else if (event->type() == QEvent::Wheel) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const bool vertical = wheel->modifiers().testFlag(Qt::ControlModifier);
        const int turned = wheel->angleDelta().y();
        QCPAxis* axis = vertical ? m_plot->yAxis : m_plot->xAxis;
        const double at = axis->pixelToCoord(vertical ? wheel->position().y() : wheel->position().x());
        axis->scaleRange(std::pow(0.85, turned / 120.0), at);
        redraw();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void MetricPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyPalette();
    QWidget::changeEvent(event);
}

void MetricPlot::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    redraw();
}

}  // namespace limen
