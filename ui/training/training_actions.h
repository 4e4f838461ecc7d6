// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <memory>

#include "ui/training/run_values.h"

class QAction;
class QMenu;

namespace limen {

class TrainingRuns;

/// What can be done with runs, for the Train menu, the palette and the buttons of the view. Each is enabled
/// only where it can be done.
class TrainingActions : public QObject {
    Q_OBJECT
public:
    explicit TrainingActions(TrainingRuns* runs, QObject* parent = nullptr);
    ~TrainingActions() override;

    QAction* train;       ///< opens the form
    QAction* resume;      ///< a run that nobody trains any more: opens the form
    QAction* pause;       ///< or go on
    QAction* stop;        ///< keeps the best
    QAction* branchLast;  ///< from where the run stands
    QAction* branchBest;
    QAction* showFaces;  ///< images selected in the table
    QAction* fit;
    QAction* smoother;
    QAction* rougher;
    QAction* epochs;
    QAction* logarithmic;

    /// In the order of the menu; separators are left out, see startsGroup().
    QList<QAction*> all() const { return m_all; }
    bool startsGroup(const QAction* action) const;
    /// Last, best and every kept checkpoint of the run that is looked at.
    QMenu* branchMenu() const { return m_branchMenu.get(); }

Q_SIGNALS:
    /// A run shall begin from this file.
    void branchRequested(const QString& checkpoint);

private:
    QAction* make(const char* name, const QString& text, const QString& tip, const QList<QKeySequence>& keys);
    void update();
    void fillBranchMenu();
    /// Empty: there is none.
    QString checkpoint(RunCheckpoint::Kind kind) const;

    TrainingRuns* m_runs;
    std::unique_ptr<QMenu> m_branchMenu;
    QList<QAction*> m_all;
    QList<const QAction*> m_groups;
};

}  // namespace limen
