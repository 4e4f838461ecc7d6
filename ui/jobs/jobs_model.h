// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "ui/jobs/job_queue.h"

namespace limen {

/// The list of jobs, newest first.
class JobsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, State, ProgressColumn, Items, Rate, Elapsed, Left, Current, ColumnCount };
    /// Share done, 0..1, of a running job with a known total; invalid otherwise.
    static constexpr int FractionRole = Qt::UserRole + 1;

    explicit JobsModel(JobQueue* queue, QObject* parent = nullptr);

    int idAt(int row) const;
    int rowOf(int id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const JobEntry& at(int row) const;
    QVariant text(const JobEntry& entry, int column) const;

    JobQueue* m_queue;
};

/// "label LFW": title and the study or folder it works on.
QString jobTitle(const JobEntry& entry);

}  // namespace limen
