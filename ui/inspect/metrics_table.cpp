// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/metrics_table.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include "inspect/pair_metrics.h"
#include "inspect/psnr_text.h"
#include "inspect/tabular_font.h"
#include "metrics/metric_list.h"

namespace limen {

namespace {

QString toolTipOf(const ImageMetric& metric) {
    return MetricsTable::tr("%1: %2\n%3; %4. The decoded image against the original, on their 8-bit values.")
        .arg(QString::fromStdString(metric.title),
             QString::fromStdString(metric.formula),
             QString::fromStdString(metric.source),
             metric.better == Better::Higher ? MetricsTable::tr("higher is better")
                                             : MetricsTable::tr("lower is better"));
}

void showValue(QLabel* label, const ImageMetric& metric, const PairMetrics::Value& value) {
    const QString dash(QChar(0x2013));
    if (!value.value)
        label->setText(value.whyNot.isEmpty() ? dash : MetricsTable::tr("not known"));
    else if (metric.name == "psnr")
        label->setText(psnrText(*value.value, label->locale()));
    else
        label->setText(label->locale().toString(*value.value, 'f', 4));
    label->setToolTip(value.whyNot.isEmpty() ? toolTipOf(metric) : value.whyNot);
}

}  // namespace

MetricsTable::MetricsTable(const PairMetrics* metrics, QWidget* parent)
    : QWidget(parent), m_metrics(metrics) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    m_regionTitle = addLabel();
    m_regionTitle->setObjectName(QStringLiteral("region"));
    m_regionTitle->setToolTip(
        tr("Drag with the right button in any pane to measure another region; click with it for none."));
    grid->addWidget(m_regionTitle, 0, 1, 1, 2, Qt::AlignRight);
    for (const std::string& name : PairMetrics::names()) {
        const ImageMetric& metric = metricNamed(name);
        const Row row{addLabel(), addLabel(), addLabel()};
        row.title->setText(QString::fromStdString(metric.title));
        row.title->setToolTip(toolTipOf(metric));
        row.whole->setObjectName(QString::fromStdString(name));
        row.whole->setAccessibleName(row.title->text());
        row.inRegion->setObjectName(QString::fromStdString(name) + QStringLiteral("-region"));
        row.inRegion->setAccessibleName(tr("%1 of the region").arg(row.title->text()));
        for (QLabel* value : {row.whole, row.inRegion}) {
            value->setFont(tabularFont(font()));
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        }
        const int at = grid->rowCount();
        grid->addWidget(row.title, at, 0);
        grid->addWidget(row.whole, at, 1);
        grid->addWidget(row.inRegion, at, 2);
        m_rows.push_back(row);
    }
    connect(metrics, &PairMetrics::changed, this, &MetricsTable::showValues);
    showValues();
}

QLabel* MetricsTable::addLabel() {
    auto* label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void MetricsTable::showValues() {
    const std::optional<QRect> region = m_metrics->region();
    m_regionTitle->setVisible(region.has_value());
    if (region)
        m_regionTitle->setText(tr("region %1 x %2 px").arg(region->width()).arg(region->height()));
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const std::string& name = PairMetrics::names()[i];
        const ImageMetric& metric = metricNamed(name);
        const Row& row = m_rows[i];
        showValue(row.whole, metric, m_metrics->whole(name));
        showValue(row.inRegion, metric, m_metrics->inRegion(name));
        row.inRegion->setVisible(region.has_value());
        for (QLabel* value : {row.whole, row.inRegion})
            value->setEnabled(m_metrics->isUpToDate());
    }
}

}  // namespace limen
