// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window's workspaces.
#include <QDockWidget>
#include <QStackedWidget>
#include <QTabBar>

#include "ui/commands/command_registry.h"
#include "ui/evaluate/evaluate_view.h"
#include "ui/inspect/inspect_view.h"
#include "ui/main_window/main_window.h"
#include "ui/study/image_panel.h"
#include "ui/training/training_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/start_page.h"

namespace limen {

void MainWindow::makeWorkspaces() {
    m_training = new TrainingView;
    m_pages->addWidget(m_training);
    m_evaluate = new EvaluateView;
    m_pages->addWidget(m_evaluate);
    m_tabs = new QTabBar;
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Workspaces"));
    m_tabs->addTab(tr("Inspect"));
    m_tabs->addTab(tr("Train"));
    m_tabs->addTab(tr("Evaluate"));
    m_tabs->setTabToolTip(0, tr("Images, pane by pane (Ctrl+1)"));
    m_tabs->setTabToolTip(1, tr("Runs of the JND predictor (Ctrl+2)"));
    m_tabs->setTabToolTip(2, tr("Tables and figures that compare predictors (Ctrl+3)"));
    m_tabs->hide();
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        setWorkspace(static_cast<Workspace>(tab));
    });
    connect(m_evaluate, &EvaluateView::jobRequested, this, [this](const QString& job, const Json& values) {
        openForm(job.toStdString(), values);
    });
    connect(m_evaluate, &EvaluateView::imageRequested, this, &MainWindow::inspectById);
    connect(m_evaluate, &EvaluateView::failed, this, [this](const QString& text) {
        m_messages->showError(text);
    });
    connect(
        m_evaluate, &EvaluateView::done, this, [this](const QString& text) { m_messages->showNote(text); });
    makeTrainingConnections();
}

void MainWindow::makeWorkspaceCommands() {
    const QString view = tr("&View");
    const auto id = [](const char* text) { return QString::fromLatin1(text); };
    m_commands->add({id("workspace.inspect"),
                     view,
                     tr("&Inspect"),
                     tr("Images, pane by pane"),
                     {QKeySequence(tr("Ctrl+1"))},
                     [this] { setWorkspace(Workspace::Inspect); },
                     true});
    m_commands->add({id("workspace.train"),
                     view,
                     tr("&Train"),
                     tr("Runs of the JND predictor"),
                     {QKeySequence(tr("Ctrl+2"))},
                     [this] { setWorkspace(Workspace::Train); }});
    m_commands->add({id("workspace.evaluate"),
                     view,
                     tr("&Evaluate"),
                     tr("Tables and figures that compare predictors"),
                     {QKeySequence(tr("Ctrl+3"))},
                     [this] { setWorkspace(Workspace::Evaluate); }});
    m_commands->add({id("workspace.failures"),
                     view,
                     tr("Largest &errors of levels"),
                     tr("Faces whose selected level lies furthest from their JND point"),
                     {QKeySequence(tr("Ctrl+4"))},
                     [this] {
                         setWorkspace(Workspace::Evaluate);
                         if (!m_evaluate->showEntry("gallery"))
                             m_messages->showNote(
                                 tr("No comparison yet: Jobs › Evaluate JND predictors makes one."));
                     }});
}

void MainWindow::setWorkspace(Workspace workspace) {
    if (workspace == m_workspace)
        return;
    // Curves, predictions and tables need the room of the image table; where it was wanted, it comes back.
    m_showsImages[static_cast<std::size_t>(m_workspace)] = !m_imagesDock->isHidden();
    m_workspace = workspace;
    m_tabs->setCurrentIndex(static_cast<int>(workspace));
    m_imagesDock->setVisible(m_showsImages[static_cast<std::size_t>(workspace)]);
    showWorkspace();
}

void MainWindow::showWorkspace() {
    m_tabs->setVisible(m_snapshot != nullptr);
    if (!m_snapshot)
        m_pages->setCurrentWidget(m_start);
    else if (m_workspace == Workspace::Train)
        m_pages->setCurrentWidget(m_training);
    else if (m_workspace == Workspace::Evaluate)
        m_pages->setCurrentWidget(m_evaluate);
    else
        m_pages->setCurrentWidget(m_inspect);
}

}  // namespace limen
