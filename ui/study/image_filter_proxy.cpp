// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/image_filter_proxy.h"

namespace limen {

namespace {

/// Images without a value come last in both orders: nobody sorts to see what is missing.
template <class Value>
bool valueBefore(const std::optional<Value>& left, const std::optional<Value>& right, Qt::SortOrder order) {
    if (left.has_value() != right.has_value())
        return left.has_value() == (order == Qt::AscendingOrder);
    return left.has_value() && *left < *right;
}

std::optional<int> flagOrder(const ImageRow& row) {
    return row.flag ? std::optional<int>(static_cast<int>(*row.flag)) : std::nullopt;
}

}  // namespace

ImageFilterProxy::ImageFilterProxy(ImageTableModel* images, QObject* parent)
    : QSortFilterProxyModel(parent), m_images(images) {
    setSourceModel(images);
}

void ImageFilterProxy::setFilter(const ImageFilter& filter) {
    m_filter = filter;
    invalidateRowsFilter();
}

ImageId ImageFilterProxy::imageAt(int proxyRow) const {
    return m_images->row(mapToSource(index(proxyRow, 0)).row()).id;
}

int ImageFilterProxy::rowOf(ImageId image) const {
    const int source = m_images->indexOf(image);
    return source < 0 ? -1 : mapFromSource(m_images->index(source, 0)).row();
}

bool ImageFilterProxy::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
    return m_filter.matches(m_images->row(sourceRow));
}

bool ImageFilterProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const ImageRow& a = m_images->row(left.row());
    const ImageRow& b = m_images->row(right.row());
    switch (left.column()) {
        case ImageTableModel::Stem:
            return a.stem.compare(b.stem, Qt::CaseInsensitive) < 0;
        case ImageTableModel::Identity:
            return a.identity.compare(b.identity, Qt::CaseInsensitive) < 0;
        case ImageTableModel::RoleColumn:
            return a.role < b.role;
        case ImageTableModel::JndLevel:
            return valueBefore(a.level, b.level, sortOrder());
        case ImageTableModel::Bpp:
            return valueBefore(a.bpp, b.bpp, sortOrder());
        case ImageTableModel::Flag:
            return valueBefore(flagOrder(a), flagOrder(b), sortOrder());
        default:
            return false;
    }
}

}  // namespace limen
