// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_actions.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

#include "ui/training/run_text.h"
#include "ui/training/training_runs.h"

namespace limen {

TrainingActions::TrainingActions(TrainingRuns* runs, QObject* parent)
    : QObject(parent), m_runs(runs), m_branchMenu(std::make_unique<QMenu>()) {
    train = make("new",
                 tr("&Train a predictor…"),
                 tr("Open the form of a new run with the labels of this study"),
                 {Qt::CTRL | Qt::Key_T});
    resume = make("resume",
                  tr("Take the run &up again…"),
                  tr("Open the form of this run, to go on from its last checkpoint"),
                  {});
    pause = make("pause",
                 tr("&Pause the run"),
                 tr("Wait after this step, with a checkpoint on the disk; or go on"),
                 {Qt::CTRL | Qt::Key_Space});
    stop = make("stop",
                tr("&Stop the run, keep the best"),
                tr("End after this step, as if it had been the last; the best model so far is kept"),
                {Qt::CTRL | Qt::Key_Period});
    branchLast = make("branch-last",
                      tr("&Branch from the last checkpoint…"),
                      tr("Open the form of a new run that goes on from where this one stands"),
                      {Qt::CTRL | Qt::Key_B});
    branchBest = make("branch-best",
                      tr("Branch from the b&est checkpoint…"),
                      tr("Open the form of a new run that goes on from the best model of this one"),
                      {Qt::CTRL | Qt::SHIFT | Qt::Key_B});
    showFaces = make("faces",
                     tr("Show &while training"),
                     tr("Predict the images selected in the table, up to 8, as the run goes on"),
                     {Qt::CTRL | Qt::Key_Return});
    fit = make("fit", tr("&Whole run"), tr("All steps in the plots, following the run"), {Qt::Key_W});
    smoother = make("smoother", tr("S&moother curves"), {}, {Qt::Key_Greater});
    rougher = make("rougher", tr("&Rougher curves"), {}, {Qt::Key_Less});
    epochs =
        make("epochs", tr("Steps or e&pochs"), tr("What the horizontal axis counts"), {Qt::CTRL | Qt::Key_E});
    logarithmic =
        make("log", tr("&Logarithmic losses"), tr("Scale of the loss plots"), {Qt::CTRL | Qt::Key_G});
    m_groups = {pause, branchLast, showFaces, fit};

    connect(pause, &QAction::triggered, this, [this] {
        const RunSummary* run = m_runs->currentRun();
        if (run == nullptr || !run->status)
            return;
        RunCommand command;
        command.pause = run->status->state != "paused";
        m_runs->post(command);
    });
    connect(stop, &QAction::triggered, this, [this] {
        RunCommand command;
        command.stop = true;
        m_runs->post(command);
    });
    connect(branchLast, &QAction::triggered, this, [this] {
        Q_EMIT branchRequested(checkpoint(RunCheckpoint::Kind::Last));
    });
    connect(branchBest, &QAction::triggered, this, [this] {
        Q_EMIT branchRequested(checkpoint(RunCheckpoint::Kind::Best));
    });
    connect(m_branchMenu.get(), &QMenu::aboutToShow, this, &TrainingActions::fillBranchMenu);
    connect(runs, &TrainingRuns::listChanged, this, &TrainingActions::update);
    connect(runs, &TrainingRuns::selectionChanged, this, &TrainingActions::update);
    connect(runs, &TrainingRuns::pendingChanged, this, &TrainingActions::update);
    connect(runs, &TrainingRuns::recordChanged, this, &TrainingActions::update);
    update();
}

TrainingActions::~TrainingActions() = default;

QAction* TrainingActions::make(const char* name,
                               const QString& text,
                               const QString& tip,
                               const QList<QKeySequence>& keys) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcuts(keys);
    if (!tip.isEmpty()) {
        action->setToolTip(tip);
        action->setStatusTip(tip);
    }
    m_all.append(action);
    return action;
}

bool TrainingActions::startsGroup(const QAction* action) const {
    return m_groups.contains(action);
}

QString TrainingActions::checkpoint(RunCheckpoint::Kind kind) const {
    if (const RunRecord* record = m_runs->record(m_runs->current()))
        for (const RunCheckpoint& candidate : record->checkpoints)
            if (candidate.kind == kind)
                return QString::fromStdString(candidate.file.string());
    return {};
}

void TrainingActions::update() {
    const RunSummary* run = m_runs->currentRun();
    const PendingChanges& pending = m_runs->pending(m_runs->current());
    const bool active = run != nullptr && run->active && run->status.has_value();
    const bool paused = active && run->status->state == "paused";
    // What becomes of them is only seen while runs are looked at.
    const bool steerable = active && m_runs->isSeen() && !pending.stop();
    pause->setEnabled(steerable && !pending.pause());
    pause->setText(paused ? tr("Go &on with the run") : tr("&Pause the run"));
    stop->setEnabled(steerable);
    const bool begun = !checkpoint(RunCheckpoint::Kind::Last).isEmpty();
    resume->setEnabled(begun && run != nullptr && !run->active && run->status &&
                       run->status->step < run->status->steps);
    branchLast->setEnabled(begun);
    branchBest->setEnabled(!checkpoint(RunCheckpoint::Kind::Best).isEmpty());
    showFaces->setEnabled(active);
    const bool any = run != nullptr;
    for (QAction* action : {fit, smoother, rougher, epochs, logarithmic})
        action->setEnabled(any);
}

void TrainingActions::fillBranchMenu() {
    m_branchMenu->clear();
    m_branchMenu->addAction(branchLast);
    m_branchMenu->addAction(branchBest);
    const RunRecord* record = m_runs->record(m_runs->current());
    if (record == nullptr)
        return;
    bool first = true;
    for (const RunCheckpoint& kept : record->checkpoints) {
        if (kept.kind != RunCheckpoint::Kind::Kept)
            continue;
        if (std::exchange(first, false))
            m_branchMenu->addSeparator();
        QAction* action = m_branchMenu->addAction(
            tr("Branch from step %1…").arg(QLocale().toString(static_cast<qlonglong>(kept.step))));
        connect(action, &QAction::triggered, this, [this, file = QString::fromStdString(kept.file.string())] {
            Q_EMIT branchRequested(file);
        });
    }
}

}  // namespace limen
