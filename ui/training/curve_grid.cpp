// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/curve_grid.h"

#include <QEvent>
#include <QGridLayout>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "plots/plot_style.h"
#include "ui/training/event_text.h"
#include "ui/training/metric_info.h"
#include "ui/training/smoothing.h"
#include "ui/training/training_runs.h"

namespace limen {

namespace {

constexpr int plotWidth = 300;  // below, another column is no gain
constexpr int mostColumns = 3;

QString idOf(const std::string& run) {
    return QString::fromStdString(run);
}

/// PSNR of the unmodified originals; the same after every epoch, because it does not learn.
std::optional<double> doingNothing(const RunRecord& record) {
    const std::optional<double> psnr = record.last("validation_psnr");
    const std::optional<double> gain = record.last("validation_gain");
    if (!psnr || !gain)
        return std::nullopt;
    return *psnr - *gain;
}

}  // namespace

CurveGrid::CurveGrid(TrainingRuns* runs, QWidget* parent)
    : QWidget(parent), m_runs(runs), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(4);
    connect(runs, &TrainingRuns::selectionChanged, this, [this] {
        fit();
        showAll();
    });
    connect(runs, &TrainingRuns::recordChanged, this, &CurveGrid::showRun);
    connect(runs, &TrainingRuns::listChanged, this, [this] {
        // The length of an epoch is known from the first status on.
        for (const std::string& run : m_runs->compared()) {
            const RunSummary* summary = m_runs->find(run);
            if (summary != nullptr && summary->status &&
                m_stepsPerEpoch[run] != static_cast<double>(summary->status->stepsPerEpoch))
                showRun(run);
            else
                showEvents(run);
        }
    });
    rebuild();
}

void CurveGrid::setOptions(const CurveOptions& options) {
    if (options == m_options)
        return;
    const bool otherPlots = options.metrics != m_options.metrics;
    const bool otherAxis = options.epochs != m_options.epochs;
    m_options = options;
    if (otherPlots)
        rebuild();
    if (otherAxis)
        fit();
    showAll();
}

MetricPlot* CurveGrid::plot(const std::string& metric) const {
    const auto found = std::find_if(
        m_plots.begin(), m_plots.end(), [&metric](const auto& plot) { return plot.first == metric; });
    return found == m_plots.end() ? nullptr : found->second;
}

std::vector<std::string> CurveGrid::offeredMetrics() const {
    std::vector<std::string> names;
    for (const MetricInfo& info : knownMetrics())
        names.push_back(info.name);
    const auto add = [&names](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    };
    for (const std::string& run : m_runs->compared())
        if (const RunRecord* record = m_runs->record(run))
            for (const auto& [name, series] : record->metrics)
                add(name);
    return names;
}

void CurveGrid::rebuild() {
    for (const auto& [metric, plot] : m_plots)
        delete plot;
    m_plots.clear();
    for (const std::string& metric : m_options.metrics) {
        auto* plot = new MetricPlot(this);
        const MetricInfo info = metricInfo(metric);
        plot->setTitle(info.title, info.unit, info.tip, info.decimals);
        connect(plot, &MetricPlot::fitRequested, this, &CurveGrid::fit);
        connect(plot, &MetricPlot::xRangeChosen, this, [this](double from, double to) {
            m_fitted = false;
            for (const auto& [name, other] : m_plots)
                other->setXRange({from, to});
        });
        m_plots.emplace_back(metric, plot);
        plot->show();
    }
    m_columns = 0;
    arrange();
}

void CurveGrid::arrange() {
    const int count = static_cast<int>(m_plots.size());
    const int columns = std::clamp(width() / plotWidth, 1, std::min(mostColumns, std::max(1, count)));
    if (columns == m_columns)
        return;
    m_columns = columns;
    while (QLayoutItem* item = m_grid->takeAt(0))
        delete item;
    // The first is the one that counts: it gets the places that would be left over.
    const int rows = (count + columns - 1) / columns;
    const int spare = rows * columns - count;
    int place = 0;
    for (const auto& [metric, plot] : m_plots) {
        const int span = place == 0 ? 1 + spare : 1;
        m_grid->addWidget(plot, place / columns, place % columns, 1, span);
        place += span;
    }
    for (int column = 0; column < mostColumns; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, row < rows ? 1 : 0);
}

void CurveGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void CurveGrid::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        showAll();
    QWidget::changeEvent(event);
}

void CurveGrid::fit() {
    m_fitted = true;
    for (const auto& [metric, plot] : m_plots)
        plot->followY();
    extend();
}

void CurveGrid::extend() {
    if (!m_fitted)
        return;
    double last = 0.0;
    for (const auto& [metric, plot] : m_plots)
        if (plot->curveCount() > 0)
            last = std::max(last, plot->fullRange().to);
    for (const auto& [metric, plot] : m_plots)
        plot->setXRange({0.0, last > 0.0 ? last * 1.01 : 1.0});
}

double CurveGrid::place(double steps, const std::string& run) const {
    if (!m_options.epochs)
        return steps;
    const auto found = m_stepsPerEpoch.find(run);
    return found == m_stepsPerEpoch.end() || found->second <= 0.0 ? steps : steps / found->second;
}

void CurveGrid::showAll() {
    for (const auto& [metric, plot] : m_plots) {
        const MetricInfo info = metricInfo(metric);
        plot->setXName(m_options.epochs ? tr("epoch") : tr("step"));
        plot->setLogarithmic(info.isLoss && m_options.logarithmic);
        for (const QString& id : plot->curveIds())
            if (m_runs->record(id.toStdString()) == nullptr)
                plot->removeCurve(id);
    }
    for (const std::string& run : m_runs->compared())
        showRun(run);
    showReferences();
    extend();
}

void CurveGrid::showRun(const std::string& run) {
    const RunSummary* summary = m_runs->find(run);
    if (summary != nullptr && summary->status)
        m_stepsPerEpoch[run] = static_cast<double>(summary->status->stepsPerEpoch);
    for (const auto& [metric, plot] : m_plots) {
        showCurve(*plot, metric, run);
        plot->bringToFront(idOf(m_runs->current()));
    }
    showEvents(run);
    showReferences();
    extend();
}

void CurveGrid::showCurve(MetricPlot& plot, const std::string& metric, const std::string& run) {
    const RunRecord* record = m_runs->record(run);
    const auto series = record == nullptr ? MetricSeriesMap::const_iterator() : record->metrics.find(metric);
    if (record == nullptr || series == record->metrics.end()) {
        plot.removeCurve(idOf(run));
        return;
    }
    MetricPlot::Curve curve;
    curve.name = QString::fromStdString(run);
    curve.colour = seriesColour(m_runs->series(run), palette());
    curve.dash = noisyPenStyle(m_runs->series(run));
    curve.x = series->second.steps;
    if (m_options.epochs)
        for (double& x : curve.x)
            x = place(x, run);
    curve.raw = series->second.values;
    if (metricInfo(metric).perStep)
        curve.smoothed = smoothed(curve.raw, m_options.smoothing);
    plot.setCurve(idOf(run), curve);
}

void CurveGrid::showEvents(const std::string& run) {
    const RunRecord* record = m_runs->record(run);
    if (record == nullptr)
        return;
    const QColor colour = seriesColour(m_runs->series(run), palette());
    const QString name = QString::fromStdString(run);
    const std::vector<QString> texts = eventTexts(record->history, record->settings);
    QVector<MetricPlot::Marker> markers;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const RunEvent& event = record->history[i];
        if (event.what != "changed" && event.what != "branched")
            continue;
        markers.append({place(static_cast<double>(event.step), run),
                        colour,
                        tr("%1, step %2\n%3")
                            .arg(name, QLocale().toString(static_cast<qlonglong>(event.step)), texts[i])});
    }
    for (const auto& [metric, plot] : m_plots)
        plot->setMarkers(idOf(run), markers);

    MetricPlot* psnr = plot("validation_psnr");
    const RunSummary* summary = m_runs->find(run);
    if (psnr == nullptr || summary == nullptr || !summary->status || psnr->curve(idOf(run)) == nullptr)
        return;
    const RunStatus& status = *summary->status;
    QVector<MetricPlot::Best> best;
    if (status.bestPsnr)
        best.append({QPointF(place(static_cast<double>(status.bestStep), run), *status.bestPsnr),
                     colour,
                     tr("%1: best, %2 dB after step %3; its weights are kept")
                         .arg(name,
                              QLocale().toString(*status.bestPsnr, 'f', 2),
                              QLocale().toString(static_cast<qlonglong>(status.bestStep)))});
    psnr->setBest(idOf(run), best);
}

void CurveGrid::showReferences() {
    MetricPlot* psnr = plot("validation_psnr");
    if (psnr == nullptr)
        return;
    // Runs of one study often validate on the same images: one line for all of them.
    std::vector<double> levels;
    constexpr double same = 0.005;
    for (const std::string& run : m_runs->compared())
        if (const RunRecord* record = m_runs->record(run))
            if (const std::optional<double> level = doingNothing(*record))
                if (std::none_of(levels.begin(), levels.end(), [&level](double other) {
                        return std::abs(other - *level) < same;
                    }))
                    levels.push_back(*level);
    QVector<MetricPlot::Reference> references;
    for (const double level : levels)
        references.append({level, tr("doing nothing %1 dB").arg(QLocale().toString(level, 'f', 2))});
    psnr->setReferences(references);
}

}  // namespace limen
