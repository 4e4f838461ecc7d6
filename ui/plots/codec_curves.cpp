// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/codec_curves.h"

#include <QEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "evaluation/chart_axis.h"
#include "plots/plot_style.h"
#include "plots/qcustomplot_include.h"

namespace limen {

namespace {

constexpr double shownLoss = 0.35;  // of TAR: below, nothing is recognised

QSharedPointer<QCPAxisTicker> ticker(const std::vector<double>& ticks) {
    QSharedPointer<QCPAxisTickerText> texts(new QCPAxisTickerText);
    for (const double tick : ticks)
        texts->addTick(tick, QString::fromStdString(tickText(tick)));
    return texts;
}

}  // namespace

CodecCurves::CodecCurves(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    setAccessibleName(tr("Codec settings compared"));
    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    rebuild();
}

void CodecCurves::setSettings(const QVector<Setting>& settings) {
    m_settings = settings;
    rebuild();
}

QColor CodecCurves::colourOf(const Setting& setting) const {
    return seriesColour(setting.series, palette());
}

QVector<QColor> CodecCurves::legendColours() const {
    QVector<QColor> colours;
    for (int i = 0; i < m_plot->legend->itemCount(); ++i)
        colours.append(
            qobject_cast<QCPPlottableLegendItem*>(m_plot->legend->item(i))->plottable()->pen().color());
    return colours;
}

QStringList CodecCurves::legend() const {
    QStringList texts;
    for (int i = 0; i < m_plot->legend->itemCount(); ++i)
        texts.append(qobject_cast<QCPPlottableLegendItem*>(m_plot->legend->item(i))->plottable()->name());
    return texts;
}

QStringList CodecCurves::histogramUnits() const {
    QStringList units;
    for (const Setting& setting : m_settings)
        if (!units.contains(setting.unit))
            units.append(setting.unit);
    return units;
}

int CodecCurves::curveCount() const {
    return static_cast<int>(std::count_if(m_settings.cbegin(), m_settings.cend(), [](const Setting& setting) {
        return !setting.curve.isEmpty();
    }));
}

void CodecCurves::dress(QCPAxisRect* rect, const QString& x, const QString& y) const {
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
        dressAxis(axis, palette(), font());
    }
    rect->axis(QCPAxis::atBottom)->setLabel(x);
    rect->axis(QCPAxis::atLeft)->setLabel(y);
    rect->setMinimumMargins(QMargins(8, 8, 8, 8));
}

void CodecCurves::rebuild() {
    m_plot->clearPlottables();
    m_plot->clearItems();
    m_plot->plotLayout()->clear();  // takes the legend with it
    m_plot->setBackground(palette().color(QPalette::Base));
    m_builtWide = isWide();
    m_rate = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(0, 0, m_rate);
    // In a place of its own: inside the plot it would hide curves.
    constexpr double noMoreThanNeeded = 0.001;
    m_plot->legend = new QCPLegend;
    auto* legendPlace = new QCPLayoutGrid;
    m_plot->plotLayout()->addElement(m_builtWide ? 0 : 1, m_builtWide ? 1 : 0, legendPlace);
    legendPlace->addElement(0, 0, m_plot->legend);
    if (m_builtWide) {  // its entries beside the upper end of the curves
        legendPlace->addElement(1, 0, new QCPLayoutElement(m_plot));
        legendPlace->setRowStretchFactor(0, noMoreThanNeeded);
        legendPlace->setRowSpacing(0);
    }
    m_plot->legend->setLayer(QStringLiteral("legend"));
    if (!m_builtWide) {
        m_plot->legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
        m_plot->legend->setWrap(3);
    }
    m_plot->legend->setBrush(Qt::NoBrush);
    m_plot->legend->setBorderPen(Qt::NoPen);
    m_plot->legend->setTextColor(palette().color(QPalette::WindowText));
    m_plot->legend->setFont(font());
    addRatePlot();

    auto* grid = new QCPLayoutGrid;
    m_plot->plotLayout()->addElement(m_builtWide ? 0 : 2, m_builtWide ? 2 : 0, grid);
    const QStringList units = histogramUnits();
    for (const QString& unit : units)
        addHistogram(unit, grid);
    if (m_builtWide) {
        m_plot->plotLayout()->setColumnStretchFactor(1, noMoreThanNeeded);
        m_plot->plotLayout()->setColumnStretchFactor(2,
                                                     std::max(1.0, 0.7 * static_cast<double>(units.size())));
    } else {
        m_plot->plotLayout()->setRowStretchFactor(1, noMoreThanNeeded);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CodecCurves::addRatePlot() {
    QCPAxis* x = m_rate->axis(QCPAxis::atBottom);
    QCPAxis* y = m_rate->axis(QCPAxis::atLeft);
    dress(m_rate, tr("bits per pixel (mean, logarithmic; diamonds: at the JND points)"), tr("TAR at t0"));
    double fewest = 1e9;
    double most = 0.0;
    double lowest = 1.0;
    double highest = 0.0;
    for (const Setting& setting : m_settings) {
        QCPGraph* line = m_plot->addGraph(x, y);
        line->setName(setting.name);
        line->setPen(QPen(colourOf(setting), 2.0, seriesPenStyle(setting.series)));
        for (const Point& point : setting.curve) {
            line->addData(point.bpp, point.accuracy);
            fewest = std::min(fewest, point.bpp);
            most = std::max(most, point.bpp);
            lowest = std::min(lowest, std::max(point.accuracy, setting.uncompressed - shownLoss));
            highest = std::max(highest, point.accuracy);
        }
        highest = std::max(highest, setting.uncompressed);
        if (!setting.jnd)
            continue;
        highest = std::max(highest, setting.jnd->y());
        QCPGraph* mark = m_plot->addGraph(x, y);
        mark->removeFromLegend();
        mark->setLineStyle(QCPGraph::lsNone);
        mark->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssDiamond, QPen(palette().color(QPalette::Base)), colourOf(setting), 12.0));
        mark->addData(setting.jnd->x(), setting.jnd->y());
    }
    const bool any = most > 0.0;
    const ChartAxis rates = logAxis({}, any ? fewest : 0.1, any ? most : 2.0);
    const ChartAxis accuracies = linearAxis({}, any ? lowest : 0.0, any ? highest : 1.0);
    x->setScaleType(QCPAxis::stLogarithmic);
    x->setTicker(ticker(rates.ticks));
    x->setRange(rates.from, rates.to);
    y->setTicker(ticker(accuracies.ticks));
    y->setRange(accuracies.from, accuracies.to);
    if (!any)
        return;
    auto* original = new QCPItemStraightLine(m_plot);
    original->setPen(QPen(softText(palette()), 1.0, Qt::DotLine));
    original->setClipAxisRect(m_rate);
    for (QCPItemPosition* end : {original->point1, original->point2})
        end->setAxes(x, y);
    original->point1->setCoords(rates.from, m_settings.front().uncompressed);
    original->point2->setCoords(rates.to, m_settings.front().uncompressed);
    auto* name = new QCPItemText(m_plot);
    name->setText(tr("uncompressed"));
    name->setFont(font());
    name->setColor(softText(palette()));
    name->setPadding(QMargins(4, 1, 4, 1));
    name->setClipAxisRect(m_rate);
    name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    name->position->setAxes(x, y);
    name->position->setCoords(rates.from, m_settings.front().uncompressed);
}

void CodecCurves::addHistogram(const QString& unit, QCPLayoutGrid* grid) {
    auto* rect = new QCPAxisRect(m_plot);
    grid->addElement(0, grid->columnCount(), rect);
    dress(rect, tr("JND point (%1; dashed: median)").arg(unit), tr("images"));
    QCPAxis* x = rect->axis(QCPAxis::atBottom);
    QCPAxis* y = rect->axis(QCPAxis::atLeft);
    int most = 1;
    double finest = 0.0;
    double coarsest = 0.0;
    for (const Setting& setting : m_settings) {
        if (setting.unit != unit)
            continue;
        const bool first = finest == coarsest;
        const bool down = setting.step < 0;
        const auto further = [down](double a, double b) { return down ? std::min(a, b) : std::max(a, b); };
        const auto nearer = [down](double a, double b) { return down ? std::max(a, b) : std::min(a, b); };
        const double begin = setting.finest - setting.step;
        const double end = setting.coarsest + setting.step;
        finest = first ? begin : nearer(finest, begin);
        coarsest = first ? end : further(coarsest, end);
        QCPGraph* steps = m_plot->addGraph(x, y);
        steps->removeFromLegend();
        steps->setLineStyle(QCPGraph::lsStepCenter);
        steps->setPen(QPen(colourOf(setting), 1.0, seriesPenStyle(setting.series)));
        QColor fill = colourOf(setting);
        fill.setAlphaF(0.25F);
        steps->setBrush(fill);
        steps->addData(begin, 0.0);
        steps->addData(end, 0.0);
        for (int level = 0; level < setting.images.size(); ++level) {
            steps->addData(setting.finest + level * setting.step, setting.images[level]);
            most = std::max(most, setting.images[level]);
        }
        if (!setting.median)
            continue;
        auto* median = new QCPItemStraightLine(m_plot);
        median->setPen(QPen(colourOf(setting), 2.0, Qt::DashLine));
        median->setClipAxisRect(rect);
        for (QCPItemPosition* position : {median->point1, median->point2})
            position->setAxes(x, y);
        median->point1->setCoords(*setting.median, 0.0);
        median->point2->setCoords(*setting.median, 1.0);
    }
    x->setRangeReversed(coarsest < finest);
    x->setRange(std::min(finest, coarsest), std::max(finest, coarsest));
    const ChartAxis images = linearAxis({}, 0.0, most);
    y->setTicker(ticker(images.ticks));
    y->setRange(0.0, images.to);
}

bool CodecCurves::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_plot || event->type() != QEvent::MouseMove || m_rate == nullptr)
        return QWidget::eventFilter(watched, event);
    const auto* mouse = static_cast<QMouseEvent*>(event);
    QString text;
    double nearest = 12.0;  // logical pixels
    const auto consider = [&](double bpp, double accuracy, const QString& what) {
        const QPointF at(m_rate->axis(QCPAxis::atBottom)->coordToPixel(bpp),
                         m_rate->axis(QCPAxis::atLeft)->coordToPixel(accuracy));
        const double distance = QLineF(at, mouse->position()).length();
        if (distance >= nearest || !m_rate->rect().contains(at.toPoint()))
            return;
        nearest = distance;
        text = tr("%1: %2 bpp, TAR %3")
                   .arg(what, locale().toString(bpp, 'f', 3), locale().toString(accuracy, 'f', 4));
    };
    for (const Setting& setting : m_settings) {
        for (const Point& point : setting.curve)
            consider(point.bpp,
                     point.accuracy,
                     QStringLiteral("%1, %2 %3").arg(setting.name, setting.unit).arg(point.level));
        if (setting.jnd)
            consider(
                setting.jnd->x(), setting.jnd->y(), tr("%1, each image at its JND point").arg(setting.name));
    }
    QToolTip::showText(mouse->globalPosition().toPoint(), text, m_plot);
    return QWidget::eventFilter(watched, event);
}

void CodecCurves::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
    QWidget::changeEvent(event);
}

void CodecCurves::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (isWide() != m_builtWide)
        rebuild();
}

}  // namespace limen
