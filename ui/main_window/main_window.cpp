// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/main_window.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/help/help_window.h"
#include "ui/inspect/inspect_view.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/jobs_model.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/study/curves_panel.h"
#include "ui/study/image_panel.h"
#include "ui/study/study_loader.h"
#include "ui/training/training_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/start_page.h"

namespace limen {

using Key = WindowSettings::Key;

namespace {
constexpr int layoutVersion = 1;
constexpr int refreshMilliseconds = 4000;
}  // namespace

MainWindow::MainWindow(std::vector<Job> jobs, std::unique_ptr<Prompter> prompter)
    : m_prompter(std::move(prompter)) {
    setWindowTitle(tr("Limen"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    m_forms = new JobForms(std::move(jobs), m_settings, this);
    m_commands = new CommandRegistry(this);
    m_loader = new StudyLoader(this);
    m_queue = new JobQueue(this);

    m_messages = new MessageBar;
    m_start = new StartPage;
    m_inspect = new InspectView;
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_inspect);
    makeWorkspaces();
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
    m_counts = new QLabel;
    statusBar()->addPermanentWidget(m_counts);

    makeDocks();
    makeCommands();
    makeMenus();
    m_palette = new CommandPalette(*m_commands, this);
    makeConnections();
    m_start->setRecent(m_settings.recentStudies());
    updateTitle();
    resize(1280, 800);
    restoreState();
}

MainWindow::~MainWindow() {
    // A table that is hidden asks its model for rows, and the model asks the queue: so the views of the queue
    // go first. The queue then stops its job, which nobody but it listens to any more.
    disconnect(m_queue, nullptr, this, nullptr);
    delete m_jobsDock;
    delete m_queue;
}

void MainWindow::makeDocks() {
    m_images = new ImagePanel;
    m_imagesDock = new QDockWidget(tr("Images"), this);
    m_imagesDock->setObjectName(QStringLiteral("images"));
    m_imagesDock->setWidget(m_images);
    addDockWidget(Qt::LeftDockWidgetArea, m_imagesDock);
    m_jobsPanel = new JobsPanel(m_queue);
    m_jobsDock = new QDockWidget(tr("Jobs"), this);
    m_jobsDock->setObjectName(QStringLiteral("jobs"));
    m_jobsDock->setWidget(m_jobsPanel);
    addDockWidget(Qt::BottomDockWidgetArea, m_jobsDock);
    m_curves = new CurvesPanel;
    m_curvesDock = new QDockWidget(tr("Curves"), this);
    m_curvesDock->setObjectName(QStringLiteral("curves"));
    m_curvesDock->setWidget(m_curves);
    addDockWidget(Qt::BottomDockWidgetArea, m_curvesDock);
    tabifyDockWidget(m_jobsDock, m_curvesDock);
    m_curvesDock->hide();  // it counts while it is shown
    connect(m_curvesDock->toggleViewAction(), &QAction::triggered, m_curvesDock, [this](bool shown) {
        if (shown)
            m_curvesDock->raise();
    });
    m_defaultLayout = QMainWindow::saveState(layoutVersion);
}

void MainWindow::makeConnections() {
    connect(m_loader, &StudyLoader::loaded, this, &MainWindow::onLoaded);
    connect(m_loader, &StudyLoader::failed, this, &MainWindow::onLoadFailed);
    connect(m_images, &ImagePanel::imageSelected, m_inspect, &InspectView::setImage);
    connect(m_images, &ImagePanel::labelSetChosen, this, [this](qint64 labelSet) {
        m_labelSet = labelSet;
        reload();
    });
    connect(
        m_inspect, &InspectView::message, this, [this](const QString& text) { m_messages->showError(text); });
    connect(m_inspect, &InspectView::done, this, [this](const QString& text) { m_messages->showNote(text); });

    connect(m_start, &StartPage::openRequested, this, &MainWindow::chooseStudy);
    connect(m_start, &StartPage::demoRequested, this, [this] { openForm("demo"); });
    connect(m_start, &StartPage::importRequested, this, [this] { openForm("import"); });
    connect(m_start, &StartPage::recentRequested, this, &MainWindow::openStudy);
    connect(m_start, &StartPage::helpRequested, this, &MainWindow::showHelp);
    connect(m_forms, &JobForms::helpRequested, this, &MainWindow::showHelp);

    connect(m_forms,
            &JobForms::runRequested,
            this,
            [this](const Job& job, const Json& values, const RunOptions& options) {
                m_jobsDock->show();
                m_jobsPanel->select(m_queue->enqueue(job, values, options));
            });
    connect(m_jobsPanel, &JobsPanel::repeatRequested, this, [this](int id) {
        if (const JobEntry* entry = m_queue->find(id))
            openForm(entry->job.id, entry->params);
    });
    connect(m_queue, &JobQueue::finished, this, &MainWindow::onJobFinished);
    m_refreshTimer.setInterval(refreshMilliseconds);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] {
        const JobEntry* running = m_queue->running();
        if (running != nullptr && running->job.changesStudy &&
            isOpen(studyOf(running->job, running->params)) && !m_loader->isBusy())
            reload();
    });
    m_refreshTimer.start();
}

void MainWindow::updateTitle() {
    if (!m_snapshot) {
        setWindowTitle(tr("Limen"));
        m_counts->setText(tr("No study open"));
        return;
    }
    const QLocale locale;
    setWindowTitle(tr("%1 — Limen").arg(m_snapshot->name));
    m_counts->setText(tr("%1:  %2 probes, %3 distractors, %4 identities, %5 labelled")
                          .arg(m_snapshot->name,
                               locale.toString(m_snapshot->probes),
                               locale.toString(m_snapshot->distractors),
                               locale.toString(m_snapshot->identities),
                               locale.toString(m_snapshot->labelled)));
    m_counts->setToolTip(openFolder());
}

void MainWindow::resetLayout() {
    QMainWindow::restoreState(m_defaultLayout, layoutVersion);
    m_imagesDock->show();
    m_jobsDock->show();
    setDefaultSizes();
}

void MainWindow::setDefaultSizes() {
    // The table's first columns, and a few jobs; the rest belongs to the panes.
    const int letter = fontMetrics().averageCharWidth();
    resizeDocks({m_imagesDock}, {std::min(letter * 58, width() * 3 / 10)}, Qt::Horizontal);
    resizeDocks({m_jobsDock}, {height() / 5}, Qt::Vertical);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // Docks have no sizes of their own before the window is shown.
    if (std::exchange(m_needsDefaultSizes, false))
        setDefaultSizes();
}

void MainWindow::saveState() {
    setWorkspace(Workspace::Inspect);  // whose docks the next session begins with
    m_settings.setValue(Key::Geometry, saveGeometry());
    m_settings.setValue(Key::DockState, QMainWindow::saveState(layoutVersion));
    m_settings.setValue(Key::JobsSplitter, m_jobsPanel->splitter()->saveState());
    m_settings.setValue(Key::TableHeader, m_images->table()->horizontalHeader()->saveState());
    m_settings.setValue(Key::ViewState, m_inspect->saveViewState());
    m_settings.setValue(Key::TrainingState, m_training->saveViewState());
    if (m_help != nullptr)
        m_settings.setValue(Key::HelpGeometry, m_help->saveGeometry());
    m_settings.setValue(Key::LastStudy, openFolder());
    if (!m_snapshot)
        return;
    m_settings.setValue(Key::LastImage, QVariant::fromValue<qlonglong>(m_images->currentImage()));
    m_settings.setValue(Key::LastLabelSet, QVariant::fromValue<qlonglong>(m_snapshot->labelSet.value_or(0)));
}

void MainWindow::restoreState() {
    restoreGeometry(m_settings.value(Key::Geometry).toByteArray());
    m_needsDefaultSizes =
        !QMainWindow::restoreState(m_settings.value(Key::DockState).toByteArray(), layoutVersion);
    m_jobsPanel->splitter()->restoreState(m_settings.value(Key::JobsSplitter).toByteArray());
    m_images->table()->horizontalHeader()->restoreState(m_settings.value(Key::TableHeader).toByteArray());
    m_inspect->restoreViewState(m_settings.value(Key::ViewState).toByteArray());
    m_training->restoreViewState(m_settings.value(Key::TrainingState).toByteArray());
}

void MainWindow::showHelp(const QString& address) {
    if (m_help == nullptr) {
        m_help = new HelpWindow(this);
        m_help->restoreGeometry(m_settings.value(Key::HelpGeometry).toByteArray());
    }
    m_help->showPage(address);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_queue->hasActiveJobs()) {
        event->ignore();
        if (m_quitting)
            return;
        const JobEntry* running = m_queue->running();
        if (m_prompter->cancelJobsAndQuit(this, running != nullptr ? jobTitle(*running) : tr("A job")))
            quit();
        return;
    }
    saveState();
    QMainWindow::closeEvent(event);
}

void MainWindow::quit() {
    m_quitting = true;
    if (m_queue->hasActiveJobs()) {
        m_messages->showNote(tr("Finishing the current item, then closing…"));
        m_queue->cancelAll();
    }
    // Where cancelling left a job running, its end closes the window (onJobFinished).
    if (!m_queue->hasActiveJobs())
        close();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.isEmpty())
        return;
    event->acceptProposedAction();
    openPath(urls.first().toLocalFile());
}

}  // namespace limen
