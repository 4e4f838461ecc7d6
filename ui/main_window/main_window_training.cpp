// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the Train workspace asks of the rest of the window.
#include <QAction>
#include <QDockWidget>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <algorithm>
#include <utility>

#include "ui/commands/command_registry.h"
#include "ui/inspect/inspect_view.h"
#include "ui/main_window/main_window.h"
#include "ui/study/image_panel.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/start_page.h"

namespace limen {

namespace {

QString nameOf(const ImageRow& row) {
    return row.identity + QLatin1Char('/') + row.stem;
}

}  // namespace

void MainWindow::makeTrainingConnections() {
    connect(m_training, &TrainingView::jobRequested, this, [this](const QString& job, const Json& values) {
        openForm(job.toStdString(), values);
    });
    connect(m_training, &TrainingView::imageRequested, this, &MainWindow::inspectImage);
    connect(m_training, &TrainingView::imageTableRequested, this, [this] {
        m_imagesDock->show();
        m_images->table()->setFocus();
    });
    connect(m_training, &TrainingView::failed, this, [this](const QString& text, const QString& hint) {
        m_messages->showError(text, hint);
    });
}

void MainWindow::makeTrainingCommands() {
    const auto id = [](const char* text) { return QString::fromLatin1(text); };
    const TrainingActions* actions = m_training->actions();
    for (QAction* action : actions->all())
        m_commands->adopt(
            id("train.") + action->objectName(), tr("&Train"), action, actions->startsGroup(action));
    connect(actions->showFaces, &QAction::triggered, this, &MainWindow::showWhileTraining);
    m_images->table()->addAction(actions->showFaces);
}

void MainWindow::showWhileTraining() {
    QStringList names;
    for (const ImageId image : m_images->selectedImages())
        for (const ImageRow& row : m_snapshot->rows)
            if (row.id == image && row.flag == LabelFlag::Ok)
                names.append(nameOf(row));
    if (names.isEmpty()) {
        m_messages->showNote(tr("Select images with a JND point in the table first."),
                             tr("Only where the JND image is known can the prediction be compared with it."));
        return;
    }
    m_training->showWhileTraining(names);
}

void MainWindow::inspectImage(const QString& name) {
    if (!m_snapshot)
        return;
    const auto found = std::find_if(m_snapshot->rows.begin(),
                                    m_snapshot->rows.end(),
                                    [&name](const ImageRow& row) { return nameOf(row) == name; });
    if (found == m_snapshot->rows.end()) {
        m_messages->showNote(tr("%1 is no longer in this study.").arg(name));
        return;
    }
    inspectById(found->id);
}

void MainWindow::inspectById(qint64 image) {
    setWorkspace(Workspace::Inspect);
    m_images->selectImage(image);
    if (m_images->currentImage() == image)
        return;
    m_images->setFilterText({});  // it was filtered out
    m_images->selectImage(image);
}

}  // namespace limen
