// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace limen {

/// A face with its levels below; an arrow up where the level is too coarse, down where it is too fine.
class FailureDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int faceSide = 112;

    using QStyledItemDelegate::QStyledItemDelegate;

    /// Of every cell.
    static QSize cellSize(const QFontMetrics& metrics);
    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace limen
