// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "comparison/result_table.h"

class QCheckBox;
class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace limen {

class ResultTableModel;

/// One table with what it is of and its notes; where there is one, also side by side with the paper.
class TablePage : public QWidget {
    Q_OBJECT
public:
    explicit TablePage(QWidget* parent = nullptr);

    void setTable(const ResultTable& table, const std::optional<ResultTable>& besidePaper);
    /// Selected cells with their headers, or everything, as tab-separated text.
    QString copyText() const;
    QAction* copyAction() const { return m_copy; }

    QTableView* table() const { return m_view; }
    QCheckBox* intervals() const { return m_intervals; }
    /// Not shown where there is nothing beside the paper.
    QCheckBox* besidePaper() const { return m_beside; }
    QString notes() const;

Q_SIGNALS:
    void exportRequested();

private:
    void showTable();

    ResultTable m_own;
    std::optional<ResultTable> m_besidePaper;
    ResultTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QAction* m_copy;
    QLabel* m_title;
    QLabel* m_source;
    QTableView* m_view;
    QLabel* m_notes;
    QCheckBox* m_intervals;
    QCheckBox* m_beside;
};

}  // namespace limen
