// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/failure_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/evaluate/failure_model.h"
#include "ui/inspect/tabular_font.h"
#include "ui/inspect/verdict_style.h"

namespace limen {

namespace {

constexpr int margin = 8;
constexpr int textLines = 3;

/// Coarser than the JND point is what a recognizer may notice.
void drawArrow(QPainter& painter, const QRectF& box, int steps, const QPalette& palette) {
    const bool up = steps > 0;
    const double middle = box.center().x();
    const QPolygonF arrow = up ? QPolygonF({box.bottomLeft(), box.bottomRight(), {middle, box.top()}})
                               : QPolygonF({box.topLeft(), box.topRight(), {middle, box.bottom()}});
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(verdictColour(up ? Verdict::Rejected : Verdict::Accepted, palette));
    painter.drawPolygon(arrow);
}

}  // namespace

QSize FailureDelegate::cellSize(const QFontMetrics& metrics) {
    const int text = metrics.horizontalAdvance(QStringLiteral("quality 00, true 00"));
    return {std::max(faceSide, text) + 2 * margin, faceSide + textLines * metrics.lineSpacing() + 3 * margin};
}

QSize FailureDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(option.fontMetrics);
}

void FailureDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    painter->save();
    QStyleOptionViewItem background = option;
    background.text.clear();
    QApplication::style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &background, painter, option.widget);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette& palette = option.palette;
    const QRect cell = option.rect.adjusted(margin, margin, -margin, -margin);
    const QRect face(cell.left() + (cell.width() - faceSide) / 2, cell.top(), faceSide, faceSide);
    const auto picture = index.data(Qt::DecorationRole).value<QPixmap>();
    if (picture.isNull())
        painter->fillRect(face, palette.color(QPalette::AlternateBase));
    else
        painter->drawPixmap(face, picture);

    const QFontMetrics metrics(option.font);
    QRect line(cell.left(), face.bottom() + margin, cell.width(), metrics.lineSpacing());
    const auto write = [&](const QString& text, QRect where, const QFont& font) {
        painter->setFont(font);
        painter->setPen(palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(where,
                          Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(text, Qt::ElideMiddle, where.width()));
        line.translate(0, metrics.lineSpacing());
    };
    write(index.data(FailureModel::NameRole).toString(), line, option.font);
    const QFont digits = tabularFont(option.font);
    write(index.data(FailureModel::LevelsRole).toString(), line, digits);
    const int steps = index.data(FailureModel::StepsRole).toInt();
    const int side = metrics.ascent() * 2 / 3;
    if (steps != 0)
        drawArrow(*painter, QRectF(line.left(), line.center().y() - side / 2.0, side, side), steps, palette);
    write(index.data(FailureModel::ErrorRole).toString(),
          line.adjusted(steps != 0 ? side + margin / 2 : 0, 0, 0, 0),
          digits);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(option);
        focus.backgroundColor = palette.color(QPalette::Base);
        QApplication::style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, option.widget);
    }
    painter->restore();
}

}  // namespace limen
