// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/image_table_model.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace limen {

namespace {

constexpr int cacheBytes = 64 * 1024 * 1024;

bool sameImages(const std::vector<ImageRow>& left, const std::vector<ImageRow>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& a, const auto& b) {
        return a.id == b.id;
    });
}

QString roleText(Role role) {
    return role == Role::Probe ? ImageTableModel::tr("probe") : ImageTableModel::tr("distractor");
}

}  // namespace

QString flagText(LabelFlag flag) {
    switch (flag) {
        case LabelFlag::Ok:
            return ImageTableModel::tr("ok");
        case LabelFlag::NoMates:
            return ImageTableModel::tr("no mates");
        case LabelFlag::Unrecognised:
            return ImageTableModel::tr("unrecognised");
        case LabelFlag::NoLevel:
            return ImageTableModel::tr("no level");
    }
    return {};
}

QString flagExplanation(LabelFlag flag) {
    switch (flag) {
        case LabelFlag::Ok:
            return ImageTableModel::tr("The recognizer does not notice the compression up to the JND point.");
        case LabelFlag::NoMates:
            return ImageTableModel::tr(
                "The identity has one image only: there is nothing to compare it with.");
        case LabelFlag::Unrecognised:
            return ImageTableModel::tr("The recognizer accepts no genuine pair even without compression.");
        case LabelFlag::NoLevel:
            return ImageTableModel::tr(
                "Even the finest level of the codec changes the recognizer's verdict.");
    }
    return {};
}

ImageTableModel::ImageTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_snapshot(std::make_shared<StudySnapshot>()), m_thumbnails(cacheBytes) {}

void ImageTableModel::setSnapshot(const std::shared_ptr<const StudySnapshot>& snapshot) {
    const auto next = snapshot ? snapshot : std::make_shared<const StudySnapshot>();
    if (next->folder == m_snapshot->folder && sameImages(next->rows, m_snapshot->rows)) {
        const auto previous = m_snapshot;
        m_snapshot = next;
        Q_EMIT headerDataChanged(Qt::Horizontal, JndLevel, JndLevel);
        if (next->rows.empty() || next->rows == previous->rows)
            return;
        Q_EMIT dataChanged(
            index(0, JndLevel), index(rowCount() - 1, Flag), {Qt::DisplayRole, Qt::ToolTipRole});
        return;
    }
    beginResetModel();
    if (next->folder != m_snapshot->folder)
        m_thumbnails.clear();
    m_snapshot = next;
    m_indices.clear();
    m_indices.reserve(static_cast<qsizetype>(next->rows.size()));
    for (std::size_t i = 0; i < next->rows.size(); ++i)
        m_indices.insert(next->rows[i].id, static_cast<int>(i));
    endResetModel();
}

int ImageTableModel::indexOf(ImageId image) const {
    return m_indices.value(image, -1);
}

void ImageTableModel::setThumbnail(ImageId image, const QImage& thumbnail) {
    const int row = indexOf(image);
    if (row < 0)
        return;
    QPixmap pixmap(1, 1);
    if (thumbnail.isNull())
        pixmap.fill(Qt::transparent);
    else
        pixmap = QPixmap::fromImage(thumbnail);
    const int bytes = pixmap.width() * pixmap.height() * 4;
    m_thumbnails.insert(image, new QPixmap(pixmap), bytes);
    Q_EMIT dataChanged(index(row, Stem), index(row, Stem), {Qt::DecorationRole});
}

void ImageTableModel::clearThumbnails() {
    m_thumbnails.clear();
}

int ImageTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_snapshot->rows.size());
}

int ImageTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString ImageTableModel::unit() const {
    const LabelSetInfo* info = m_snapshot->labelSet ? m_snapshot->info(*m_snapshot->labelSet) : nullptr;
    return info == nullptr || info->unit.isEmpty() ? QStringLiteral("QP") : info->unit;
}

QVariant ImageTableModel::text(const ImageRow& row, int column) const {
    switch (column) {
        case Stem:
            return row.stem;
        case Identity:
            return row.identity;
        case RoleColumn:
            return roleText(row.role);
        case JndLevel:
            return row.level ? QVariant(QString::number(*row.level)) : QVariant();
        case Bpp:
            return row.bpp ? QVariant(QLocale().toString(*row.bpp, 'f', 3)) : QVariant();
        case Flag:
            return row.flag ? QVariant(flagText(*row.flag)) : QVariant();
        default:
            return {};
    }
}

QVariant ImageTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const ImageRow& image = row(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return text(image, index.column());
        case Qt::DecorationRole:
            if (index.column() == Stem)
                if (const QPixmap* thumbnail = m_thumbnails.object(image.id))
                    return *thumbnail;
            return {};
        case Qt::TextAlignmentRole:
            if (index.column() == JndLevel || index.column() == Bpp)
                return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
            return {};
        case Qt::ToolTipRole:
            if (index.column() == Flag && image.flag)
                return flagExplanation(*image.flag);
            if (index.column() == Stem || index.column() == Identity)
                return tr("%1 of %2").arg(image.stem, image.identity);
            return {};
        default:
            return {};
    }
}

QVariant ImageTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == JndLevel || section == Bpp))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case RoleColumn:
                return tr("Probe: an image under test. Distractor: somebody known to be another person.");
            case JndLevel:
                return tr("JND point: the coarsest %1 at which the recognizer does not notice the "
                          "compression.")
                    .arg(unit());
            case Bpp:
                return tr("Bits per pixel at the JND point: 8 × bytes of the stream / pixels.");
            case Flag:
                return tr("Why an image has a JND point or none.");
            default:
                return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
        case Stem:
            return tr("Image");
        case Identity:
            return tr("Identity");
        case RoleColumn:
            return tr("Role");
        case JndLevel:
            return tr("JND %1").arg(unit());
        case Bpp:
            return tr("BPP");
        case Flag:
            return tr("Flag");
        default:
            return {};
    }
}

}  // namespace limen
