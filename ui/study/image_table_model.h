// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QCache>
#include <QPixmap>
#include <memory>
#include <vector>

#include "ui/study/study_snapshot.h"

namespace limen {

/// The images of a study. data() only returns what is already in memory.
class ImageTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Stem, Identity, RoleColumn, JndLevel, Bpp, Flag, ColumnCount };
    static constexpr int thumbnailSize = 40;

    explicit ImageTableModel(QObject* parent = nullptr);

    /// Null: no study. Where the images are the same as before, only their labels change, so that selection
    /// and scroll position stay.
    void setSnapshot(const std::shared_ptr<const StudySnapshot>& snapshot);
    const ImageRow& row(int index) const { return m_snapshot->rows[static_cast<std::size_t>(index)]; }
    /// -1: no such image.
    int indexOf(ImageId image) const;

    bool hasThumbnail(ImageId image) const { return m_thumbnails.contains(image); }
    void setThumbnail(ImageId image, const QImage& thumbnail);
    void clearThumbnails();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const ImageRow& row, int column) const;
    QString unit() const;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    QHash<ImageId, int> m_indices;
    QCache<ImageId, QPixmap> m_thumbnails;
};

/// "ok", "no mates", ... and what it means.
QString flagText(LabelFlag flag);
QString flagExplanation(LabelFlag flag);

}  // namespace limen
