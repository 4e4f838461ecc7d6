// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preview_strip.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "inspect/residual_view.h"
#include "inspect/tabular_font.h"
#include "inspect/verdict_style.h"
#include "ui/training/run_text.h"

namespace limen {

namespace {
constexpr int gap = 4;
constexpr int rowGap = 12;
}  // namespace

PreviewStrip::PreviewStrip(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Predictions while training"));
}

void PreviewStrip::setPictures(const std::shared_ptr<const PreviewPictures>& pictures) {
    m_pictures = pictures;
    m_rows.clear();
    QStringList told;
    if (pictures)
        for (const PreviewPicture& face : pictures->faces) {
            Row row;
            row.name = QString::fromStdString(face.name);
            row.psnr = face.psnr;
            row.originalPsnr = face.originalPsnr;
            row.images[Original] = toQImage(face.original);
            row.images[GroundTruth] = toQImage(face.jnd);
            row.images[Predicted] = toQImage(face.predicted);
            m_rows.push_back(std::move(row));
            told.append(m_rows.back().name + QStringLiteral(": ") + caption(faceCount() - 1));
        }
    setAccessibleDescription(told.join(QLatin1Char('\n')));
    paintResiduals();
    updateGeometry();
}

void PreviewStrip::setResidual(Shown shown, int gain) {
    m_shown = shown;
    m_gain = gain;
    paintResiduals();
}

void PreviewStrip::paintResiduals() {
    const DivergingMap map(centreFor(palette().color(QPalette::Base)));
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const PreviewPicture& face = m_pictures->faces[i];
        const RgbImage& from = m_shown == Shown::Change ? face.original : face.jnd;
        // Pictures of different sizes can only be of different faces.
        if (from.width != face.predicted.width || from.height != face.predicted.height) {
            m_rows[i].images[Difference] = {};
            continue;
        }
        const std::vector<float> plane =
            residualPlane(signedResidual(from, face.predicted), ResidualChannel::Luma);
        m_rows[i].images[Difference] = paintResidual(plane, from.width, residualRange(m_gain), map);
    }
    update();
}

const QImage& PreviewStrip::image(int face, Column column) const {
    return m_rows[static_cast<std::size_t>(face)].images[column];
}

QString PreviewStrip::caption(int face) const {
    const Row& row = m_rows[static_cast<std::size_t>(face)];
    return tr("predicted %1, original %2, %3")
        .arg(decibelText(row.psnr), decibelText(row.originalPsnr), gainText(row.psnr - row.originalPsnr));
}

int PreviewStrip::side(int width) const {
    return std::max(16, (width - (ColumnCount - 1) * gap) / ColumnCount);
}

int PreviewStrip::headHeight() const {
    return fontMetrics().height() + gap;
}

int PreviewStrip::rowHeight(int width) const {
    return side(width) + 2 + 2 * fontMetrics().height() + rowGap;
}

int PreviewStrip::heightForWidth(int width) const {
    return m_rows.empty() ? 0 : headHeight() + faceCount() * rowHeight(width);
}

int PreviewStrip::faceAt(QPoint position) const {
    if (position.y() < headHeight())
        return -1;
    const int row = (position.y() - headHeight()) / rowHeight(width());
    return row < faceCount() ? row : -1;
}

void PreviewStrip::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const int size = side(width());
    const int line = fontMetrics().height();
    const auto left = [size](int column) { return column * (size + gap); };
    const QString heads[] = {tr("original"),
                             tr("ground truth"),
                             tr("predicted"),
                             (m_shown == Shown::Change ? tr("residual %1x") : tr("error %1x")).arg(m_gain)};
    if (!m_rows.empty())
        for (int column = 0; column < ColumnCount; ++column)
            painter.drawText(QRect(left(column), 0, size, line),
                             Qt::AlignHCenter,
                             fontMetrics().elidedText(heads[column], Qt::ElideRight, size));
    const QFont numbers = tabularFont(font());
    QColor soft = palette().color(QPalette::WindowText);
    soft.setAlphaF(0.7F);
    for (int i = 0; i < faceCount(); ++i) {
        const Row& row = m_rows[static_cast<std::size_t>(i)];
        const int top = headHeight() + i * rowHeight(width());
        if (!event->rect().intersects(QRect(0, top, width(), rowHeight(width()))))
            continue;
        for (int column = 0; column < ColumnCount; ++column) {
            const QImage& image = row.images[static_cast<std::size_t>(column)];
            const QRect box(left(column), top, size, size);
            if (image.isNull()) {
                painter.drawText(box, Qt::AlignCenter, QString(QChar(0x2013)));
                continue;
            }
            // Whole multiples keep pixels as squares; anything else is smoothed.
            const bool whole = size * devicePixelRatioF() >= image.width() &&
                               static_cast<int>(size * devicePixelRatioF()) % image.width() == 0;
            painter.setRenderHint(QPainter::SmoothPixmapTransform, !whole);
            painter.drawImage(box, image);
        }
        const QRect first(0, top + size + 2, width(), line);
        painter.setPen(palette().color(QPalette::WindowText));
        const double gain = row.psnr - row.originalPsnr;
        const QString gained = gainText(gain);
        painter.setFont(numbers);
        painter.setPen(verdictColour(gain >= 0.0 ? Verdict::Accepted : Verdict::Rejected, palette()));
        painter.drawText(first, Qt::AlignRight, gained);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.setFont(font());
        const int room = width() - QFontMetrics(numbers).horizontalAdvance(gained) - gap;
        painter.drawText(first, Qt::AlignLeft, fontMetrics().elidedText(row.name, Qt::ElideMiddle, room));
        painter.setFont(numbers);
        painter.setPen(soft);
        painter.drawText(
            first.translated(0, line),
            Qt::AlignLeft,
            QFontMetrics(numbers).elidedText(
                tr("predicted %1   original %2").arg(decibelText(row.psnr), decibelText(row.originalPsnr)),
                Qt::ElideRight,
                width()));
        painter.setPen(palette().color(QPalette::WindowText));
    }
}

void PreviewStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        paintResiduals();
    QWidget::changeEvent(event);
}

void PreviewStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int face = faceAt(event->position().toPoint()); face >= 0)
        Q_EMIT faceActivated(m_rows[static_cast<std::size_t>(face)].name);
}

bool PreviewStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int face = faceAt(help->pos());
        QToolTip::showText(
            help->globalPos(),
            face < 0 ? QString()
                     : tr("%1: %2\nPSNR against the ground-truth JND image, 10 log10(255² / MSE) over "
                          "R, G, B.\nDouble click: this image in Inspect.")
                           .arg(m_rows[static_cast<std::size_t>(face)].name, caption(face)),
            this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace limen
