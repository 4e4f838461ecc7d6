// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

#include "ui/study/image_filter.h"
#include "ui/study/image_table_model.h"

namespace limen {

/// Sorts and filters the image table on the values behind the text, without one call of data().
class ImageFilterProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ImageFilterProxy(ImageTableModel* images, QObject* parent = nullptr);

    void setFilter(const ImageFilter& filter);
    ImageId imageAt(int proxyRow) const;
    /// -1: not shown.
    int rowOf(ImageId image) const;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    ImageTableModel* m_images;
    ImageFilter m_filter;
};

}  // namespace limen
