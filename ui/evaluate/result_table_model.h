// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <set>

#include "comparison/result_table.h"

namespace limen {

/// A table of results: a row's name, then its cells; the best of a column bold. Sorts by numbers, cells
/// without one last.
class ResultTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// What a cell is sorted by; invalid for a cell without a value.
    static constexpr int sortRole = Qt::UserRole;

    explicit ResultTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setTable(const ResultTable& table);
    const ResultTable& table() const { return m_table; }
    /// Whether 95 % intervals stand beside the numbers; a cell's tooltip has its own in any case.
    void setIntervals(bool shown);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Whether a column holds words.
    bool isText(int section) const;
    QVariant nameData(const TableRow& row, int role) const;

    ResultTable m_table;
    std::vector<std::set<std::size_t>> m_best;  ///< by column
    bool m_intervals = true;
};

}  // namespace limen
