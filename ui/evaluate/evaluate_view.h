// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "base/json.h"
#include "comparison/table_store.h"

class QCheckBox;
class QLabel;
class QListWidget;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace limen {

class ResultTableModel;

/// The Evaluate workspace: the tables that a study keeps, one of them shown with what it is of. It measures
/// nothing: that is the job evaluate.
class EvaluateView : public QWidget {
    Q_OBJECT
public:
    explicit EvaluateView(QWidget* parent = nullptr);

    /// The tables of the open study; the one that was shown stays where it is still there.
    void setTables(const std::vector<StoredTable>& tables);
    /// Selected cells with their headers, or everything, as tab-separated text.
    QString copyText() const;
    QAction* copyAction() const { return m_copy; }

    QListWidget* list() const { return m_list; }
    QTableView* table() const { return m_table; }
    QCheckBox* intervals() const { return m_intervals; }

Q_SIGNALS:
    void jobRequested(const QString& job, const limen::Json& values);

private:
    QWidget* makeListColumn();
    QWidget* makeTableColumn();
    void show(int row);

    std::vector<StoredTable> m_tables;
    ResultTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QAction* m_copy;
    QStackedWidget* m_stack;
    QListWidget* m_list;
    QLabel* m_title;
    QLabel* m_source;
    QTableView* m_table;
    QLabel* m_notes;
    QCheckBox* m_intervals;
};

}  // namespace limen
