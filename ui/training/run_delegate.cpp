// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_delegate.h"

#include <QApplication>
#include <QPainter>

#include "inspect/tabular_font.h"
#include "plots/plot_style.h"
#include "ui/training/run_list_model.h"
#include "ui/training/run_text.h"
#include "ui/training/training_runs.h"

namespace limen {

namespace {
constexpr int margin = 6;
constexpr int swatch = 10;
}  // namespace

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, 2 * option.fontMetrics.height() + 2 * margin};
}

void RunDelegate::paint(QPainter* painter,
                        const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    QColor soft = text;
    soft.setAlphaF(selected ? 0.85F : 0.65F);
    const QRect box = option.rect.adjusted(margin, margin, -margin, -margin);
    const int line = option.fontMetrics.height();
    const int left = box.left() + swatch + margin;
    const auto row = [&](int number) {
        return QRect(left, box.top() + number * line, box.right() - left + 1, line);
    };
    painter->save();
    const int series = index.data(RunListModel::SeriesRole).toInt();
    // On the highlight the colour would not be seen for sure.
    const QRectF square(box.left(), box.top() + (line - swatch) / 2.0, swatch, swatch);
    painter->fillRect(square, seriesColour(series, option.palette));
    if (selected) {
        painter->setPen(text);
        painter->drawRect(square);
    }
    const auto* model = qobject_cast<const RunListModel*>(index.model());
    const RunSummary* run = model == nullptr ? nullptr : model->runs()->find(model->nameAt(index.row()));
    if (run != nullptr) {
        QPalette palette = option.palette;
        if (selected)
            palette.setColor(QPalette::Window, palette.color(QPalette::Highlight));
        drawRunState(*painter,
                     QRectF(box.left(), box.top() + line + (line - swatch) / 2.0, swatch, swatch),
                     *run,
                     palette);
    }

    const auto two = [&](int number, const QString& first, const QString& second, const QFont& secondFont) {
        const QRect place = row(number);
        painter->setFont(secondFont);
        const int width = second.isEmpty() ? 0 : QFontMetrics(secondFont).horizontalAdvance(second) + margin;
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, second);
        painter->setFont(option.font);
        painter->drawText(place.adjusted(0, 0, -width, 0),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(first, Qt::ElideMiddle, place.width() - width));
    };
    painter->setPen(text);
    two(0,
        index.data(RunListModel::NameRole).toString(),
        index.data(RunListModel::BestRole).toString(),
        tabularFont(option.font));
    painter->setPen(soft);
    two(1,
        index.data(RunListModel::DetailRole).toString(),
        index.data(RunListModel::AgoRole).toString(),
        option.font);
    if (const QVariant fraction = index.data(RunListModel::FractionRole); fraction.isValid()) {
        const QRectF bar(
            option.rect.left(), option.rect.bottom() - 1, option.rect.width() * fraction.toDouble(), 2);
        painter->fillRect(bar, selected ? text : option.palette.color(QPalette::Highlight));
    }
    painter->restore();
}

}  // namespace limen
