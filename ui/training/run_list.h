// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace limen {

class RunListModel;
class TrainingRuns;

/// The runs of the study. The one that was clicked last is looked at; all that are selected are compared.
class RunList : public QListView {
    Q_OBJECT
public:
    explicit RunList(TrainingRuns* runs, QWidget* parent = nullptr);

    RunListModel* runModel() const { return m_model; }
    QSize sizeHint() const override { return {256, 240}; }

private:
    void readSelection();
    void showSelection();

    TrainingRuns* m_runs;
    RunListModel* m_model;
    bool m_showing = false;
};

}  // namespace limen
