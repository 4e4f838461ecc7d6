// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window's commands and the menus made from them.
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>

#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/help/help_pages.h"
#include "ui/inspect/inspect_view.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/main_window/main_window.h"
#include "ui/study/image_panel.h"
#include "ui/widgets/about_dialog.h"
#include "ui/widgets/start_page.h"

namespace limen {

void MainWindow::makeCommands() {
    const QString file = tr("&File");
    const QString images = tr("&Images");
    const QString view = tr("&View");
    const QString jobs = tr("&Jobs");
    const QString help = tr("&Help");
    const auto id = [](const char* text) { return QString::fromLatin1(text); };
    m_commands->add(
        {id("file.new"), file, tr("&New study…"), {}, {QKeySequence::New}, [this] { chooseNewStudy(); }});
    m_commands->add(
        {id("file.open"), file, tr("&Open study…"), {}, {QKeySequence::Open}, [this] { chooseStudy(); }});
    m_commands->add({id("file.reload"),
                     file,
                     tr("&Reload study"),
                     tr("Read the study again, as another program may have changed it"),
                     {QKeySequence(Qt::Key_F5)},
                     [this] {
                         m_preferNewLabels = true;
                         reload();
                     }});
    m_commands->add({id("file.close"), file, tr("&Close study"), {}, {QKeySequence(tr("Ctrl+W"))}, [this] {
                         closeStudy();
                     }});
    m_commands->add(
        {id("file.quit"), file, tr("&Quit"), {}, {QKeySequence(tr("Ctrl+Q"))}, [this] { close(); }, true});

    m_commands->add({id("images.filter"), images, tr("&Filter"), {}, {QKeySequence::Find}, [this] {
                         m_imagesDock->show();
                         m_images->focusFilter();
                     }});
    m_commands->add(
        {id("images.next"), images, tr("&Next image"), {}, {QKeySequence(tr("Alt+Down"))}, [this] {
             m_images->selectNext(1);
         }});
    m_commands->add(
        {id("images.previous"), images, tr("&Previous image"), {}, {QKeySequence(tr("Alt+Up"))}, [this] {
             m_images->selectNext(-1);
         }});

    bool startsGroup = false;
    for (QAction* action : m_inspect->viewActions()) {
        if (!action->isSeparator())
            m_commands->adopt(QStringLiteral("view.") + action->objectName(),
                              view,
                              action,
                              std::exchange(startsGroup, false));
        else
            startsGroup = true;
    }
    m_commands->adopt(id("dock.images"), view, m_imagesDock->toggleViewAction(), true);
    m_commands->adopt(id("dock.jobs"), view, m_jobsDock->toggleViewAction());
    m_commands->adopt(id("dock.curves"), view, m_curvesDock->toggleViewAction());
    m_curvesDock->toggleViewAction()->setShortcut(QKeySequence(tr("Ctrl+K")));
    m_imagesDock->toggleViewAction()->setShortcut(QKeySequence(tr("Ctrl+L")));
    m_jobsDock->toggleViewAction()->setShortcut(QKeySequence(tr("Ctrl+J")));
    m_commands->add({id("view.resetLayout"), view, tr("Reset &layout"), {}, {}, [this] { resetLayout(); }});
    makeWorkspaceCommands();
    makeTrainingCommands();

    for (const Job& job : m_forms->jobs())
        if (job.inWindow)
            m_commands->add({QStringLiteral("job.") + QString::fromStdString(job.id),
                             jobs,
                             tr("%1…").arg(QString::fromStdString(job.title)),
                             QString::fromStdString(job.help),
                             {},
                             [this, verb = job.id] { openForm(verb); }});
    m_commands->add({id("jobs.cancel"),
                     jobs,
                     tr("&Cancel the running job"),
                     tr("Stops at the next item; what is done is kept"),
                     {},
                     [this] {
                         if (const JobEntry* running = m_queue->running())
                             m_queue->cancel(running->id);
                     },
                     true});

    for (const HelpPage& page : helpPages()) {
        const bool first = page.name == helpPages().front().name;
        m_commands->add({QStringLiteral("help.page.") + page.name,
                         help,
                         page.title,
                         {},
                         first ? QList<QKeySequence>{QKeySequence::HelpContents} : QList<QKeySequence>{},
                         [this, name = page.name] { showHelp(name); }});
    }
    m_commands->add({id("help.palette"),
                     help,
                     tr("&Command palette…"),
                     {},
                     {QKeySequence(tr("Ctrl+Shift+P"))},
                     [this] { m_palette->open(); },
                     true});
    m_commands->add(
        {id("help.shortcuts"), help, tr("Keyboard &shortcuts"), {}, {QKeySequence(tr("?"))}, [this] {
             (new ShortcutSheet(*m_commands, this))->show();
         }});
    m_commands->add({id("help.about"),
                     help,
                     tr("&About Limen"),
                     {},
                     {},
                     [this] { (new AboutDialog(this))->show(); },
                     true});
}

void MainWindow::makeMenus() {
    QMenu* menu = nullptr;
    for (QAction* action : m_commands->actions()) {
        const QString title = CommandRegistry::menuOf(action);
        if (menu == nullptr || menu->title() != title) {
            menu = menuBar()->addMenu(title);
            menu->setToolTipsVisible(true);
        }
        const QString name = CommandRegistry::idOf(action);
        if (name == QLatin1String("file.reload")) {
            m_recentMenu = menu->addMenu(tr("Open &recent"));
            fillRecentMenu();
        }
        if (CommandRegistry::startsGroup(action))
            menu->addSeparator();
        menu->addAction(action);
    }
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    const QStringList recent = m_settings.recentStudies();
    for (const QString& study : recent) {
        QAction* action = m_recentMenu->addAction(QFileInfo(study).completeBaseName());
        action->setToolTip(study);
        connect(action, &QAction::triggered, this, [this, study] { openStudy(study); });
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->setEnabled(!recent.isEmpty());
}

}  // namespace limen
