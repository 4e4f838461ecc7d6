// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/jobs/job_queue.h"

class QLabel;
class QPlainTextEdit;
class QTabWidget;
class QTableWidget;
class QToolButton;

namespace limen {

/// Log, result, failed items and parameters of the job selected in the list.
class JobDetails : public QWidget {
    Q_OBJECT
public:
    explicit JobDetails(JobQueue* queue, QWidget* parent = nullptr);

    /// 0: none.
    void showJob(int id);
    QString logText() const;

private:
    void refresh();
    void appendLog(const std::vector<JobLogLine>& lines);
    void showFailedItems(const std::vector<FailedItem>& items);
    void copyPage() const;
    void savePage();
    QString pageText() const;

    JobQueue* m_queue;
    int m_id = 0;
    QTabWidget* m_tabs;
    QPlainTextEdit* m_log;
    QPlainTextEdit* m_result;
    QTableWidget* m_failed;
    QPlainTextEdit* m_params;
    QToolButton* m_copy;
    QToolButton* m_save;
};

}  // namespace limen
