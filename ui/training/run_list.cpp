// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_list.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>

#include "ui/training/run_delegate.h"
#include "ui/training/run_list_model.h"
#include "ui/training/training_runs.h"

namespace limen {

RunList::RunList(TrainingRuns* runs, QWidget* parent)
    : QListView(parent), m_runs(runs), m_model(new RunListModel(runs, this)) {
    setModel(m_model);
    setItemDelegate(new RunDelegate(this));
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAccessibleName(tr("Runs"));
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunList::readSelection);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, &RunList::readSelection);
    connect(runs, &TrainingRuns::selectionChanged, this, &RunList::showSelection);
    connect(m_model, &RunListModel::rearranged, this, &RunList::showSelection);
}

void RunList::readSelection() {
    if (m_showing)
        return;
    std::vector<std::string> compared;
    for (const QModelIndex& index : selectionModel()->selectedIndexes())
        compared.push_back(m_model->nameAt(index.row()));
    if (compared.empty())
        return;  // a click beside the rows: one run is always looked at
    std::string current = m_model->nameAt(currentIndex().row());
    if (!selectionModel()->isSelected(currentIndex()))
        current = compared.front();
    m_runs->select(current, compared);
}

void RunList::showSelection() {
    const QScopedValueRollback showing(m_showing, true);
    QItemSelection selection;
    for (const std::string& name : m_runs->compared())
        if (const int row = m_model->rowOf(name); row >= 0)
            selection.select(m_model->index(row), m_model->index(row));
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const int row = m_model->rowOf(m_runs->current()); row >= 0)
        selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::NoUpdate);
    viewport()->update();
}

}  // namespace limen
