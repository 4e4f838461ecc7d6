// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/jobs/job_queue.h"

class QSplitter;
class QTableView;
class QToolButton;

namespace limen {

class JobDetails;
class JobsModel;

/// What the jobs dock holds: the list, and the log and result of the selected job.
class JobsPanel : public QWidget {
    Q_OBJECT
public:
    explicit JobsPanel(JobQueue* queue, QWidget* parent = nullptr);

    void select(int id);
    int selected() const;
    QSplitter* splitter() const { return m_splitter; }
    QTableView* table() const { return m_table; }
    JobDetails* details() const { return m_details; }

Q_SIGNALS:
    /// The form of a job with the values of an earlier run.
    void repeatRequested(int id);

private:
    void updateButtons();
    void restoreSelection();

    JobQueue* m_queue;
    JobsModel* m_model;
    QTableView* m_table;
    JobDetails* m_details;
    QSplitter* m_splitter;
    QToolButton* m_cancel;
    QToolButton* m_repeat;
    QToolButton* m_clear;
    int m_selected = 0;
};

}  // namespace limen
