// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluate/result_table_model.h"

#include <QFont>
#include <algorithm>

namespace limen {

namespace {

/// With a minus sign as wide as a digit where the cell holds a number.
QString shown(const TableCell& cell, const TableColumn& column) {
    QString text = QString::fromStdString(cellText(cell, column));
    return cell.value ? text.replace(QLatin1String("-"), QStringLiteral("−")) : text;
}

QString cellTip(const TableCell& cell, const TableColumn& column) {
    if (!cell.value)
        return cell.text.empty() ? ResultTableModel::tr("Not defined here, or not measured") : QString();
    return cell.lower
               ? ResultTableModel::tr("%1, with its 95 % interval over people").arg(shown(cell, column))
               : QString();
}

}  // namespace

void ResultTableModel::setTable(const ResultTable& table) {
    beginResetModel();
    m_table = table;
    m_best.clear();
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        m_best.push_back(bestRows(table, column));
    endResetModel();
}

void ResultTableModel::setIntervals(bool shown) {
    m_intervals = shown;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ResultTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int ResultTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || m_table.columns.empty() ? 0 : static_cast<int>(m_table.columns.size()) + 1;
}

QVariant ResultTableModel::nameData(const TableRow& row, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case sortRole:
            return QString::fromStdString(row.name);
        case Qt::ToolTipRole: {
            QString tip = QString::fromStdString(row.note);
            if (!row.ranked && m_table.columns.size() > 1)
                tip = (tip.isEmpty() ? tip : tip + QLatin1Char('\n')) + tr("Takes part in no ranking.");
            return tip;
        }
        case Qt::FontRole: {
            QFont font;
            font.setItalic(!row.ranked && m_table.columns.size() > 1);
            return font;
        }
        default:
            return {};
    }
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto place = static_cast<std::size_t>(index.row());
    const TableRow& row = m_table.rows[place];
    if (index.column() == 0)
        return nameData(row, role);
    const auto column = static_cast<std::size_t>(index.column() - 1);
    TableCell cell = row.cells[column];
    switch (role) {
        case Qt::DisplayRole:
            if (!m_intervals)
                cell.lower.reset();
            return shown(cell, m_table.columns[column]);
        case Qt::ToolTipRole:
            return cellTip(cell, m_table.columns[column]);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue<int>((cell.text.empty() ? Qt::AlignRight : Qt::AlignLeft) |
                                            Qt::AlignVCenter);
        case Qt::FontRole: {
            QFont font;
            font.setBold(m_best[column].contains(place));
            return font;
        }
        case sortRole:
            return cell.value          ? QVariant(*cell.value)
                   : cell.text.empty() ? QVariant()
                                       : QVariant(QString::fromStdString(cell.text));
        default:
            return {};
    }
}

bool ResultTableModel::isText(int section) const {
    const auto column = static_cast<std::size_t>(section - 1);
    return std::any_of(m_table.rows.begin(), m_table.rows.end(), [column](const TableRow& row) {
        return !row.cells[column].text.empty();
    });
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<int>((section == 0 || isText(section) ? Qt::AlignLeft : Qt::AlignRight) |
                                        Qt::AlignVCenter);
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
    const TableColumn& column = m_table.columns[static_cast<std::size_t>(section - 1)];
    if (role == Qt::DisplayRole)
        return QString::fromStdString(column.name);
    if (role == Qt::ToolTipRole && column.better != TableColumn::Better::None)
        return column.better == TableColumn::Better::Larger ? tr("Larger is better; the best is bold")
                                                            : tr("Smaller is better; the best is bold");
    return {};
}

}  // namespace limen
