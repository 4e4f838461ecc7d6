// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/weight_slider.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScopedValueRollback>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "inspect/tabular_font.h"
#include "ui/training/run_text.h"

namespace limen {

namespace {
constexpr int positions = 1000;
constexpr int entryDigits = 9;
constexpr int restMilliseconds = 400;
}  // namespace

WeightSlider::WeightSlider(const QString& title, const QString& toolTip, const Range& range, QWidget* parent)
    : QWidget(parent),
      m_range(range),
      m_slider(new QSlider(Qt::Horizontal)),
      m_entry(new QLineEdit),
      m_state(new QLabel) {
    auto* name = new QLabel(title);
    name->setBuddy(m_entry);
    m_slider->setRange(0, positions);
    m_slider->setPageStep(positions / 20);
    m_slider->setSingleStep(positions / 100);
    m_slider->setAccessibleName(title);
    m_entry->setAccessibleName(tr("%1, exact").arg(title));
    m_entry->setFont(tabularFont(font()));
    m_entry->setAlignment(Qt::AlignRight);
    m_entry->setMaximumWidth(fontMetrics().averageCharWidth() * (entryDigits + 3));
    for (QWidget* widget : std::initializer_list<QWidget*>{name, m_slider, m_entry})
        widget->setToolTip(toolTip);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    QFont small = m_state->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    m_state->setFont(small);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(0);
    layout->addWidget(name, 0, 0);
    layout->addWidget(m_state, 0, 1, 1, 2);
    layout->addWidget(m_slider, 1, 0, 1, 2);
    layout->addWidget(m_entry, 1, 2);
    layout->setColumnStretch(1, 1);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    // The wheel scrolls what lies around the slider; a run must not change by it.
    m_slider->installEventFilter(this);
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        if (m_settling)
            return;
        m_shown = valueAt(position);
        m_entry->setText(numberText(m_shown));
        if (!m_slider->isSliderDown())
            m_rest.start();
    });
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, [this] { choose(valueAt(m_slider->value())); });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { choose(valueAt(m_slider->value())); });
    connect(m_entry, &QLineEdit::editingFinished, this, &WeightSlider::readEntry);
    setValue(std::nullopt, std::nullopt);
}

double WeightSlider::valueAt(int position) const {
    if (m_range.mayBeZero && position == 0)
        return 0.0;
    const double share = static_cast<double>(position) / positions;
    const double value = m_range.lowest * std::pow(m_range.highest / m_range.lowest, share);
    // Two digits: nobody means 0.50119.
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
    return std::round(value / unit) * unit;
}

int WeightSlider::positionOf(double value) const {
    if (!(value > 0.0))
        return 0;
    const double share = std::log(value / m_range.lowest) / std::log(m_range.highest / m_range.lowest);
    const int first = m_range.mayBeZero ? 1 : 0;
    return std::clamp(static_cast<int>(std::lround(share * positions)), first, positions);
}

void WeightSlider::show(double value) {
    const QScopedValueRollback settling(m_settling, true);
    m_shown = value;
    m_slider->setValue(positionOf(value));
    if (!m_entry->hasFocus() || !m_entry->isModified())
        m_entry->setText(numberText(value));
}

bool WeightSlider::isBeingMoved() const {
    return m_slider->isSliderDown() || m_rest.isActive() || (m_entry->hasFocus() && m_entry->isModified());
}

void WeightSlider::setValue(std::optional<double> inForce, std::optional<double> pending) {
    m_inForce = inForce;
    m_pending = pending;
    if (!isBeingMoved()) {
        if (pending || inForce)
            show(pending ? *pending : *inForce);
        else
            m_entry->clear();
    }
    showState();
}

void WeightSlider::setNote(const QString& note) {
    m_note = note;
    showState();
}

QString WeightSlider::note() const {
    return m_state->text();
}

void WeightSlider::showState() {
    if (m_pending)
        m_state->setText(m_inForce
                             ? tr("%1 → %2, pending").arg(numberText(*m_inForce), numberText(*m_pending))
                             : tr("%1, pending").arg(numberText(*m_pending)));
    else
        m_state->setText(m_note);
    m_state->setForegroundRole(m_pending ? QPalette::WindowText : QPalette::PlaceholderText);
    m_state->setToolTip(m_pending ? tr("Asked of the run; in force from its next step on") : m_state->text());
}

void WeightSlider::setEditable(bool editable) {
    m_slider->setEnabled(editable);
    m_entry->setEnabled(editable);
}

void WeightSlider::choose(double value) {
    m_rest.stop();
    const std::optional<double> before = m_pending ? m_pending : m_inForce;
    show(value);
    if (before && *before == value)
        return;
    Q_EMIT chosen(value);
}

void WeightSlider::readEntry() {
    if (!m_entry->isModified())
        return;
    m_entry->setModified(false);
    bool valid = false;
    double value = locale().toDouble(m_entry->text().trimmed(), &valid);
    if (!valid)
        value = QLocale::c().toDouble(m_entry->text().trimmed(), &valid);
    if (valid && std::isfinite(value) && (value > 0.0 || (m_range.mayBeZero && value == 0.0)))
        choose(value);
    else
        show(m_shown);  // what was there before
}

bool WeightSlider::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_slider && event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace limen
