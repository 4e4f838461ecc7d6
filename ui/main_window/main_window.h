// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "jobs/job.h"
#include "ui/main_window/job_forms.h"
#include "ui/main_window/prompter.h"
#include "ui/main_window/window_settings.h"
#include "ui/study/study_snapshot.h"

class QLabel;
class QMenu;
class QDockWidget;
class QStackedWidget;
class QTabBar;

namespace limen {

class CommandPalette;
class CommandRegistry;
class CurvesPanel;
class EvaluateView;
class HelpWindow;
class ImagePanel;
class InspectView;
class JobQueue;
class JobsPanel;
class MessageBar;
class StartPage;
class StudyLoader;
class TrainingView;

/// What the middle of the window is for.
enum class Workspace { Inspect, Train, Evaluate };

/// The window: brings the image table, the workspaces and the jobs together. Opens no study by itself.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(std::vector<Job> jobs = allJobs(),
                        std::unique_ptr<Prompter> prompter = std::make_unique<DialogPrompter>());
    ~MainWindow() override;

    /// Opens a study in the background; what goes wrong is shown in the message bar.
    void openStudy(const QString& folder);
    /// The study of the last session, if it is still there.
    void openLastStudy();
    void createStudy(const QString& folder);
    void closeStudy();
    /// What was dropped: a study is opened, a folder of photographs offered for import.
    void openPath(const QString& path);
    /// A page of the help, "codecs" or "codecs#levels".
    void showHelp(const QString& address);
    /// For Ctrl-C in the terminal: cancels jobs and closes without a question.
    void quit();

    const StudySnapshot* study() const { return m_snapshot.get(); }
    CommandRegistry* commands() const { return m_commands; }
    ImagePanel* images() const { return m_images; }
    InspectView* inspect() const { return m_inspect; }
    JobQueue* jobs() const { return m_queue; }
    JobForms* forms() const { return m_forms; }
    MessageBar* messages() const { return m_messages; }
    HelpWindow* help() const { return m_help; }
    CurvesPanel* curves() const { return m_curves; }
    TrainingView* training() const { return m_training; }
    EvaluateView* evaluation() const { return m_evaluate; }
    Workspace workspace() const { return m_workspace; }
    /// Without a study the start page is shown all the same.
    void setWorkspace(Workspace workspace);

protected:
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeDocks();
    void makeConnections();
    void makeCommands();
    void makeWorkspaces();
    void makeTrainingConnections();
    void makeWorkspaceCommands();
    void makeTrainingCommands();
    void makeMenus();
    void showWorkspace();
    void showWhileTraining();
    void inspectImage(const QString& name);
    void inspectById(qint64 image);
    void fillRecentMenu();
    void resetLayout();
    void setDefaultSizes();
    void saveState();
    void restoreState();

    void chooseStudy();
    void chooseNewStudy();
    void onLoaded(const std::shared_ptr<const StudySnapshot>& snapshot);
    void onLoadFailed(const QString& folder, const QString& message, const QString& hint);
    void reload();
    void updateSource(bool force);
    void updateTitle();

    void openForm(const std::string& job, const Json& values = Json::object());
    void importFolder(const QString& folder);
    void onJobFinished(int id);
    QString studyOf(const Job& job, const Json& params) const;
    bool isOpen(const QString& folder) const;
    QString openFolder() const;

    WindowSettings m_settings;
    std::unique_ptr<Prompter> m_prompter;
    JobForms* m_forms;
    CommandRegistry* m_commands;
    CommandPalette* m_palette;
    HelpWindow* m_help = nullptr;  ///< made when it is first asked for
    StudyLoader* m_loader;
    JobQueue* m_queue;

    MessageBar* m_messages;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    StartPage* m_start;
    InspectView* m_inspect;
    TrainingView* m_training;
    EvaluateView* m_evaluate;
    ImagePanel* m_images;
    JobsPanel* m_jobsPanel;
    QDockWidget* m_imagesDock;
    QDockWidget* m_jobsDock;
    CurvesPanel* m_curves;
    QDockWidget* m_curvesDock;
    QMenu* m_recentMenu = nullptr;
    QLabel* m_counts;
    QByteArray m_defaultLayout;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::optional<std::int64_t> m_labelSet;  ///< chosen by the user or in the last session
    bool m_preferNewLabels = false;          ///< a job has just finished
    bool m_needsDefaultSizes = false;
    bool m_quitting = false;
    Workspace m_workspace = Workspace::Inspect;
    /// By workspace, whether it had the image table when it was left.
    std::array<bool, 3> m_showsImages = {true, false, false};
    QString m_sourceKey;  ///< what the Inspect view shows now
    QTimer m_refreshTimer;
};

}  // namespace limen
