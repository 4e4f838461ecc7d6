// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/verdict_badge.h"

#include <QPainter>

namespace limen {

namespace {

constexpr int markSide = 16;
constexpr int gap = 8;

}  // namespace

VerdictBadge::VerdictBadge(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Verdict of the recognizer"));
    setToolTip(
        tr("Accepted: (1) no genuine pair fewer and (2) no distractor more is accepted than with the "
           "uncompressed "
           "image, its partners uncompressed (Tian et al. 2022)."));
}

void VerdictBadge::setVerdict(Verdict verdict, const QString& text) {
    m_verdict = verdict;
    m_text = text;
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

QFont VerdictBadge::textFont() const {
    QFont bold = font();
    bold.setBold(true);
    return bold;
}

QSize VerdictBadge::sizeHint() const {
    const QFontMetrics metrics(textFont());
    return {markSide + gap + metrics.horizontalAdvance(m_text), std::max(24, metrics.height() + 4)};
}

void VerdictBadge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawVerdict(painter, QRectF(0, (height() - markSide) / 2.0, markSide, markSide), m_verdict, palette());
    painter.setFont(textFont());
    painter.setPen(m_verdict == Verdict::Unknown ? palette().color(QPalette::WindowText)
                                                 : verdictColour(m_verdict, palette()));
    painter.drawText(rect().adjusted(markSide + gap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

}  // namespace limen
