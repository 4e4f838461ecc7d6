// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace limen {

class TrainingActions;
class TrainingRuns;

/// Where the run that is looked at stands, and what can be done with it.
class RunHeader : public QWidget {
    Q_OBJECT
public:
    RunHeader(TrainingRuns* runs, TrainingActions* actions, QWidget* parent = nullptr);

    QString title() const;
    /// "epoch 12 of 20 · step 1,716 of 2,860".
    QString progress() const;
    /// Throughput, time, best value.
    QString numbers() const;
    /// Why it failed; usually empty.
    QString problem() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void showRun();
    QString elapsed() const;

    TrainingRuns* m_runs;
    TrainingActions* m_actions;
    QLabel* m_title;
    QLabel* m_numbers;
    QLabel* m_problem;
    QProgressBar* m_progress;
    QToolButton* m_pause;
};

}  // namespace limen
