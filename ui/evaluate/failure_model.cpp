// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/failure_model.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace limen {

void FailureModel::setFaces(const std::vector<LevelError>& faces,
                            const QString& unit,
                            Direction direction,
                            Order order) {
    beginResetModel();
    m_unit = unit;
    m_faces.clear();
    for (const LevelError& face : faces)
        if (direction == Direction::Both ||
            (direction == Direction::TooCoarse ? face.steps > 0 : face.steps < 0))
            m_faces.push_back(face);
    const auto name = [](const LevelError& face) { return std::tie(face.identity, face.stem, face.image); };
    std::sort(m_faces.begin(), m_faces.end(), [&](const LevelError& a, const LevelError& b) {
        if (order == Order::LargestFirst && std::abs(a.steps) != std::abs(b.steps))
            return std::abs(a.steps) > std::abs(b.steps);
        return name(a) < name(b);
    });
    endResetModel();
}

void FailureModel::setThumbnail(ImageId image, const QImage& thumbnail) {
    m_thumbnails[image] = QPixmap::fromImage(thumbnail);
    for (int row = 0; row < rowCount(); ++row)
        if (face(row).image == image)
            Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
}

int FailureModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_faces.size());
}

QString FailureModel::errorText(const LevelError& face) const {
    if (face.steps == 0)
        return tr("exact");
    return face.steps > 0 ? tr("%1 too coarse").arg(face.steps) : tr("%1 too fine").arg(-face.steps);
}

QVariant FailureModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const LevelError& face = this->face(index.row());
    const QString name = QString::fromStdString(face.identity + "/" + face.stem);
    const QString levels = tr("%1 %2, true %3").arg(m_unit).arg(face.selected).arg(face.level);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return tr("%1: %2, %3").arg(name, levels, errorText(face));
        case Qt::ToolTipRole:
            return tr("%1\n%2 %3 was selected, the JND point is %4: %5 levels\nDouble click or Enter: "
                      "inspect")
                .arg(name, m_unit)
                .arg(face.selected)
                .arg(face.level)
                .arg(errorText(face));
        case Qt::DecorationRole:
            return m_thumbnails.value(face.image);
        case NameRole:
            return QString::fromStdString(face.stem);
        case LevelsRole:
            return levels;
        case ErrorRole:
            return errorText(face);
        case StepsRole:
            return face.steps;
        default:
            return {};
    }
}

}  // namespace limen
