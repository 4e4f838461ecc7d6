// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspect/similarity_bar.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "inspect/tabular_font.h"

namespace limen {

namespace {

constexpr int barHeight = 16;

}  // namespace

SimilarityBar::SimilarityBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Similarity to the closest genuine image"));
    setToolTip(
        tr("Cosine of unit embeddings between this image at this level and the closest uncompressed image of "
           "the "
           "same person. A pair is accepted if its cosine is greater than the threshold t0."));
}

void SimilarityBar::setValues(std::optional<double> similarity, std::optional<double> threshold) {
    m_similarity = similarity;
    m_threshold = threshold;
    setAccessibleDescription(similarity && threshold ? tr("%1, threshold %2").arg(*similarity).arg(*threshold)
                                                     : QString());
    update();
}

QSize SimilarityBar::sizeHint() const {
    return {200, barHeight + 4 + fontMetrics().height()};
}

void SimilarityBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(tabularFont(font()));
    const QRectF bar(0.5, 0.5, width() - 1.0, barHeight - 1.0);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRect(bar);
    const auto x = [&](double cosine) { return bar.left() + std::clamp(cosine, 0.0, 1.0) * bar.width(); };
    if (m_similarity) {
        const bool above = m_threshold && *m_similarity > *m_threshold;
        QRectF filled = bar.adjusted(1.0, 1.0, 0.0, -1.0);
        filled.setRight(x(*m_similarity));
        painter.fillRect(filled, verdictColour(above ? Verdict::Accepted : Verdict::Rejected, palette()));
    }
    if (m_threshold) {
        painter.setPen(QPen(palette().color(QPalette::WindowText), 2.0));
        painter.drawLine(QPointF(x(*m_threshold), 0.0), QPointF(x(*m_threshold), barHeight + 3.0));
        const QString text = tr("t0 %1").arg(locale().toString(*m_threshold, 'f', 3));
        const double wide = painter.fontMetrics().horizontalAdvance(text) + 2.0;
        const double left = std::clamp(x(*m_threshold) - wide / 2.0, 0.0, std::max(0.0, width() - wide));
        painter.drawText(
            QRectF(left, barHeight + 3.0, wide, height() - barHeight - 3.0), Qt::AlignCenter, text);
    }
}

}  // namespace limen
