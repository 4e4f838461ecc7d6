// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QPixmap>
#include <QString>

#include "comparison/level_errors.h"

namespace limen {

/// Faces by how far the level that was selected for them lies from their JND point.
class FailureModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Direction { Both, TooCoarse, TooFine };
    enum class Order { LargestFirst, ByName };
    enum Role { NameRole = Qt::UserRole, LevelsRole, ErrorRole, StepsRole };

    explicit FailureModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    /// `unit` of the levels. Faces that are selected exactly are none of either direction.
    void setFaces(const std::vector<LevelError>& faces,
                  const QString& unit,
                  Direction direction,
                  Order order);
    const LevelError& face(int row) const { return m_faces[static_cast<std::size_t>(row)]; }

    bool hasThumbnail(ImageId image) const { return m_thumbnails.contains(image); }
    void setThumbnail(ImageId image, const QImage& thumbnail);
    void forgetThumbnails() { m_thumbnails.clear(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString errorText(const LevelError& face) const;

    std::vector<LevelError> m_faces;
    QString m_unit;
    QHash<ImageId, QPixmap> m_thumbnails;
};

}  // namespace limen
