// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/thumbnail_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QPixmap>

#include "ui/study/image_table_model.h"

namespace limen {

void ThumbnailDelegate::paint(QPainter* painter,
                              const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem item = option;
    item.index = index;
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, option.widget);

    const int size = ImageTableModel::thumbnailSize;
    const QRect face(option.rect.left() + 4, option.rect.center().y() - size / 2 + 1, size, size);
    const QPixmap pixmap = index.data(Qt::DecorationRole).value<QPixmap>();
    painter->save();
    if (pixmap.isNull()) {
        painter->fillRect(face, option.palette.brush(QPalette::Midlight));
    } else {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawPixmap(face, pixmap);
    }
    const QRect text = option.rect.adjusted(size + 12, 0, -4, 0);
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    painter->setFont(option.font);
    painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(
        text,
        Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, text.width()));
    painter->restore();
}

}  // namespace limen
