// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/level_bar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "inspect/inspect_controller.h"
#include "inspect/level_slider.h"
#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr int framesApart = 150;  // ms: slow enough to see each level, 6 s from QP 13 to 51

/// Drawn in the palette's own ink: the style's play icon is black, also on a dark button.
QIcon playIcon(bool playing, const QPalette& palette) {
    constexpr double ratio = 4.0;  // sharp up to four device pixels per logical pixel
    QPixmap picture(QSize(16, 16) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::ButtonText));
    if (playing) {
        painter.drawRect(QRectF(3, 2, 4, 12));
        painter.drawRect(QRectF(9, 2, 4, 12));
    } else {
        painter.drawPolygon(QPolygonF({{4.0, 2.0}, {13.0, 8.0}, {4.0, 14.0}}));
    }
    return QIcon(picture);
}

}  // namespace

LevelBar::LevelBar(InspectController* controller, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_slider(new LevelSlider(this)),
      m_level(new QLabel(this)),
      m_reading(new QLabel(this)),
      m_play(new QAction(tr("&Play Through Levels"), this)) {
    m_play->setCheckable(true);
    m_play->setShortcut(Qt::Key_P);
    m_play->setIcon(playIcon(false, palette()));
    m_play->setToolTip(tr("Sweep from here to the coarsest level (P)"));
    auto* button = new QToolButton(this);
    button->setDefaultAction(m_play);
    button->setAccessibleName(tr("Play through the levels"));

    QFont large = tabularFont(font());
    large.setBold(true);
    m_level->setFont(large);
    m_level->setMinimumWidth(QFontMetrics(large).horizontalAdvance(QStringLiteral("quality 95")));
    m_reading->setFont(tabularFont(font()));
    m_reading->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Wide enough for any reading, so that the slider does not move under the mouse.
    m_reading->setMinimumWidth(
        QFontMetrics(m_reading->font()).horizontalAdvance(tr("accepted 888 of 888 (uncompressed 888)")));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    // In line with the groove, not with the middle of slider and marks.
    layout->addWidget(button, 0, Qt::AlignTop);
    layout->addWidget(m_level, 0, Qt::AlignTop);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_reading, 0, Qt::AlignTop);

    connect(m_slider, &LevelSlider::levelChosen, controller, &InspectController::setLevel);
    connect(controller, &InspectController::levelChanged, this, [this](int level) {
        m_slider->setLevel(level);
        showReading();
    });
    connect(controller, &InspectController::sourceChanged, this, &LevelBar::showSource);
    connect(controller, &InspectController::faceChanged, this, &LevelBar::showMarks);
    connect(controller, &InspectController::judgementChanged, this, &LevelBar::showMarks);
    connect(controller, &InspectController::frameChanged, this, &LevelBar::showReading);
    connect(m_play, &QAction::toggled, this, &LevelBar::play);
    m_beat.setInterval(framesApart);
    connect(&m_beat, &QTimer::timeout, this, &LevelBar::playOn);
    showSource();
}

void LevelBar::showSource() {
    const auto& source = m_controller->source();
    m_slider->setLevels(source && source->codecProblem.empty() ? source->levels : CodecLevels{});
    if (m_controller->level())
        m_slider->setLevel(*m_controller->level());
    m_play->setEnabled(!m_slider->levels().unit.empty());
    if (!m_play->isEnabled())
        m_play->setChecked(false);
    showMarks();
}

void LevelBar::showMarks() {
    const FaceFacts* face = m_controller->face();
    m_slider->setJndLevel(face != nullptr && face->label ? face->label->level : std::nullopt);
    std::map<int, Verdict> verdicts;
    for (const auto& [level, judgement] : m_controller->judgedLevels())
        verdicts.emplace(level, judgement.accepted ? Verdict::Accepted : Verdict::Rejected);
    m_slider->setVerdicts(std::move(verdicts));
    showReading();
}

void LevelBar::showReading() {
    const auto& source = m_controller->source();
    m_level->setText(
        source && m_controller->level() && !source->levels.unit.empty()
            ? tr("%1 %2").arg(QString::fromStdString(source->levels.unit)).arg(*m_controller->level())
            : QString());
    const LevelJudgement* judgement = m_controller->judgement();
    const auto& facts = m_controller->judgements();
    if (judgement != nullptr && facts)
        m_reading->setText(tr("accepted %1 of %2 (uncompressed %3)")
                               .arg(judgement->genuineAccepted)
                               .arg(facts->genuinePairs)
                               .arg(facts->genuineUncompressed));
    else
        m_reading->setText(facts && !facts->whyNot.empty() ? tr("not judged: see details") : QString());
}

void LevelBar::play(bool on) {
    m_play->setIcon(playIcon(on, palette()));
    if (!on) {
        m_beat.stop();
        return;
    }
    if (m_slider->level() == m_slider->levels().coarsest)
        m_slider->step(-m_slider->levels().count());
    m_beat.start();
}

void LevelBar::playOn() {
    // Each level is seen: the next one waits for this one's frame.
    const FaceFrame* frame = m_controller->frame();
    if (frame == nullptr || frame->level != m_slider->level())
        return;
    if (!m_slider->step(1))
        m_play->setChecked(false);
}

void LevelBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        m_play->setIcon(playIcon(m_play->isChecked(), palette()));
    QWidget::changeEvent(event);
}

}  // namespace limen
