// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/level_slider.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace limen {

namespace {

constexpr int markHeight = 10;

}  // namespace

LevelSlider::LevelSlider(QWidget* parent) : QWidget(parent), m_slider(new QSlider(Qt::Horizontal, this)) {
    m_slider->setAccessibleName(tr("Compression level"));
    m_slider->setPageStep(5);
    setFocusProxy(m_slider);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        m_slider->setAccessibleDescription(describe(level()));
        Q_EMIT levelChosen(level());
    });
    setLevels({});
}

void LevelSlider::setLevels(const CodecLevels& levels) {
    if (levels == m_levels && m_slider->isEnabled() == !levels.unit.empty())
        return;
    m_levels = levels;
    const QSignalBlocker quiet(m_slider);
    m_slider->setEnabled(!levels.unit.empty());
    m_slider->setRange(0, std::max(0, levels.count() - 1));
    update();
}

int LevelSlider::level() const {
    return m_levels.level(m_slider->value());
}

void LevelSlider::setLevel(int level) {
    const int index = (level - m_levels.finest) / m_levels.step;
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(index);
    m_slider->setAccessibleDescription(describe(this->level()));
}

bool LevelSlider::step(int steps) {
    const int before = m_slider->value();
    m_slider->setValue(before + steps);
    return m_slider->value() != before;
}

void LevelSlider::setJndLevel(std::optional<int> level) {
    m_jnd = level;
    update();
}

void LevelSlider::setVerdicts(std::map<int, Verdict> verdicts) {
    m_verdicts = std::move(verdicts);
    update();
}

QSize LevelSlider::sizeHint() const {
    return {320, m_slider->sizeHint().height() + markHeight + fontMetrics().height() + 8};
}

QSize LevelSlider::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void LevelSlider::resizeEvent(QResizeEvent*) {
    m_slider->setGeometry(0, 0, width(), m_slider->sizeHint().height());
}

double LevelSlider::positionOf(int index) const {
    QStyleOptionSlider option;
    option.initFrom(m_slider);
    option.orientation = Qt::Horizontal;
    option.minimum = m_slider->minimum();
    option.maximum = m_slider->maximum();
    const QStyle* style = m_slider->style();
    const QRect groove = style->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, m_slider);
    const int handle = style->pixelMetric(QStyle::PM_SliderLength, &option, m_slider);
    const int at =
        QStyle::sliderPositionFromValue(option.minimum, option.maximum, index, groove.width() - handle);
    return groove.left() + at + handle / 2.0;
}

QString LevelSlider::describe(int level) const {
    if (m_levels.unit.empty())
        return {};
    QString text = tr("%1 %2").arg(QString::fromStdString(m_levels.unit)).arg(level);
    if (const auto verdict = m_verdicts.find(level); verdict != m_verdicts.end())
        text += verdict->second == Verdict::Accepted ? tr(", accepted") : tr(", rejected");
    if (level == m_jnd)
        text += tr(", JND point");
    return text;
}

void LevelSlider::paintEvent(QPaintEvent*) {
    if (m_levels.unit.empty())
        return;
    QPainter painter(this);
    const double top = m_slider->height() + 1.0;
    const double gap = m_levels.count() > 1 ? positionOf(1) - positionOf(0) : markHeight;
    const double side = std::clamp(gap - 2.0, 5.0, static_cast<double>(markHeight));
    for (int i = 0; i < m_levels.count(); ++i) {
        const auto verdict = m_verdicts.find(m_levels.level(i));
        drawVerdict(painter,
                    QRectF(positionOf(i) - side / 2.0, top, side, markHeight),
                    verdict == m_verdicts.end() ? Verdict::Unknown : verdict->second,
                    palette());
    }

    painter.setPen(palette().color(QPalette::WindowText));
    const double textTop = top + markHeight + 5.0;
    const auto label = [&](double x, const QString& text) {
        const double wide = fontMetrics().horizontalAdvance(text) + 2.0;
        const double left = std::clamp(x - wide / 2.0, 0.0, std::max(0.0, width() - wide));
        const QRectF box(left, textTop, wide, fontMetrics().height());
        painter.drawText(box, Qt::AlignCenter, text);
        return box;
    };
    QRectF taken;
    const int jndIndex = m_jnd ? m_levels.indexOf(*m_jnd) : -1;
    if (jndIndex >= 0) {
        const double x = positionOf(jndIndex);
        QPainterPath pointer;
        pointer.moveTo(x, top + markHeight);
        pointer.lineTo(x - 4.0, textTop - 0.5);
        pointer.lineTo(x + 4.0, textTop - 0.5);
        pointer.closeSubpath();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(pointer, palette().color(QPalette::WindowText));
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        taken = label(x, tr(" JND %1 ").arg(*m_jnd));
        painter.setFont(font());
    }
    const QString unit = QString::fromStdString(m_levels.unit);
    for (const auto& [index, text] :
         {std::pair(0, tr("%1 %2, fine").arg(unit).arg(m_levels.finest)),
          std::pair(m_levels.count() - 1, tr("coarse, %1").arg(m_levels.coarsest))}) {
        const double wide = fontMetrics().horizontalAdvance(text) + 2.0;
        const double left = index == 0 ? 0.0 : width() - wide;
        if (!taken.intersects(QRectF(left, textTop, wide, 1.0)))
            painter.drawText(QRectF(left, textTop, wide, fontMetrics().height()), Qt::AlignCenter, text);
    }
}

bool LevelSlider::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_levels.unit.empty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        int nearest = 0;
        for (int i = 1; i < m_levels.count(); ++i)
            if (std::abs(positionOf(i) - help->pos().x()) < std::abs(positionOf(nearest) - help->pos().x()))
                nearest = i;
        QToolTip::showText(
            help->globalPos(),
            describe(m_levels.level(nearest)) +
                tr("\nDisc: accepted, constraints (1) and (2) hold. Cross: rejected. Ring: not judged yet."),
            this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace limen
