// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/curve_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "inspect/tabular_font.h"
#include "ui/training/curve_grid.h"
#include "ui/training/metric_info.h"

namespace limen {

namespace {
constexpr int positions = 100;
constexpr double decades = 3.0;  // the strongest weight is 1 - 10^-3
}  // namespace

double smoothingAt(int position) {
    return 1.0 - std::pow(10.0, -decades * position / positions);
}

int positionOfSmoothing(double weight) {
    const double left = std::max(1.0 - weight, std::pow(10.0, -decades));
    return static_cast<int>(std::lround(-std::log10(left) / decades * positions));
}

CurveBar::CurveBar(CurveGrid* grid, QWidget* parent)
    : QWidget(parent),
      m_grid(grid),
      m_axis(new QComboBox),
      m_logarithmic(new QCheckBox(tr("&Log losses"))),
      m_smoothing(new QSlider(Qt::Horizontal)),
      m_weight(new QLabel),
      m_metrics(new QMenu(this)) {
    m_axis->addItem(tr("over steps"), false);
    m_axis->addItem(tr("over epochs"), true);
    m_axis->setAccessibleName(tr("Horizontal axis"));
    m_axis->setToolTip(
        tr("Steps: batches trained on. Epochs: passes over the training images, for runs "
           "whose batches or images differ in number"));
    m_logarithmic->setToolTip(tr("Logarithmic scale for losses, gradient and learning rate"));
    m_smoothing->setRange(0, positions);
    m_smoothing->setMaximumWidth(160);
    m_smoothing->setMinimumWidth(64);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    const QString formula =
        tr("s(n) = w s(n-1) + (1 - w) v(n), divided by 1 - w^n; the raw values v stay "
           "visible behind. Of all steps, however far one zooms.");
    m_smoothing->setToolTip(formula);
    m_weight->setToolTip(formula);
    m_weight->setFont(tabularFont(font()));
    auto* title = new QLabel(tr("&Smoothing"));
    title->setBuddy(m_smoothing);
    auto* metrics = new QToolButton;
    metrics->setText(tr("C&urves"));
    metrics->setToolTip(tr("Choose the numbers that are plotted"));
    metrics->setPopupMode(QToolButton::InstantPopup);
    metrics->setMenu(m_metrics);
    auto* fit = new QToolButton;
    fit->setText(tr("&Whole run"));
    fit->setToolTip(
        tr("Show everything from the first step on and follow the run (or double click a plot). "
           "Wheel: zoom in time; Ctrl and wheel: zoom the values; drag: move."));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(metrics);
    layout->addWidget(m_axis);
    layout->addWidget(m_logarithmic);
    layout->addSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_smoothing, 1);
    layout->addWidget(m_weight);
    layout->addStretch(1);
    layout->addWidget(fit);

    connect(m_axis, &QComboBox::currentIndexChanged, this, &CurveBar::readControls);
    connect(m_logarithmic, &QCheckBox::toggled, this, &CurveBar::readControls);
    connect(m_smoothing, &QSlider::valueChanged, this, &CurveBar::readControls);
    connect(m_metrics, &QMenu::aboutToShow, this, &CurveBar::fillMetrics);
    connect(fit, &QToolButton::clicked, grid, &CurveGrid::fit);
    m_metrics->setToolTipsVisible(true);
    showOptions();
}

void CurveBar::showOptions() {
    const QScopedValueRollback showing(m_showing, true);
    const CurveOptions& options = m_grid->options();
    m_axis->setCurrentIndex(m_axis->findData(options.epochs));
    m_logarithmic->setChecked(options.logarithmic);
    m_smoothing->setValue(positionOfSmoothing(options.smoothing));
    m_weight->setText(locale().toString(options.smoothing, 'f', 3));
}

void CurveBar::readControls() {
    if (m_showing)
        return;
    CurveOptions options = m_grid->options();
    options.epochs = m_axis->currentData().toBool();
    options.logarithmic = m_logarithmic->isChecked();
    options.smoothing = smoothingAt(m_smoothing->value());
    m_grid->setOptions(options);
    showOptions();
}

void CurveBar::stepSmoothing(int steps) {
    m_smoothing->setValue(m_smoothing->value() + steps * m_smoothing->pageStep());
}

void CurveBar::toggleEpochs() {
    m_axis->setCurrentIndex(1 - m_axis->currentIndex());
}

void CurveBar::toggleLogarithmic() {
    m_logarithmic->toggle();
}

void CurveBar::fillMetrics() {
    m_metrics->clear();
    for (const std::string& name : m_grid->offeredMetrics()) {
        const MetricInfo info = metricInfo(name);
        QAction* action = m_metrics->addAction(info.title);
        action->setToolTip(info.tip);
        action->setCheckable(true);
        action->setChecked(m_grid->plot(name) != nullptr);
        connect(action, &QAction::toggled, this, [this, name](bool shown) {
            CurveOptions options = m_grid->options();
            std::erase(options.metrics, name);
            if (shown)
                options.metrics.push_back(name);
            // In the order of the menu, whatever the order of the clicks.
            const std::vector<std::string> order = m_grid->offeredMetrics();
            std::sort(options.metrics.begin(), options.metrics.end(), [&order](const auto& a, const auto& b) {
                return std::find(order.begin(), order.end(), a) < std::find(order.begin(), order.end(), b);
            });
            m_grid->setOptions(options);
        });
    }
    m_metrics->addSeparator();
    connect(m_metrics->addAction(tr("The usual ones")), &QAction::triggered, this, [this] {
        CurveOptions options = m_grid->options();
        options.metrics = CurveOptions::defaults().metrics;
        m_grid->setOptions(options);
    });
}

}  // namespace limen
