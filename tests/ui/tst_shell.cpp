// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QComboBox>
#include <QDesktopServices>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QTableView>
#include <QUrl>
#include <atomic>

#include "base/error.h"
#include "ui/commands/command_palette.h"
#include "ui/commands/command_registry.h"
#include "ui/commands/shortcut_sheet.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/jobs_panel.h"
#include "ui/jobs/param_field.h"
#include "ui/main_window/main_window.h"
#include "ui/shell_fixture.h"
#include "ui/study/image_panel.h"
#include "ui/widgets/message_bar.h"

using namespace limen;

namespace {

ParamSpec studyParam() {
    ParamSpec spec;
    spec.name = "study";
    spec.type = ParamType::Study;
    spec.help = "The study";
    spec.required = true;
    return spec;
}

/// Adds one more image to the study, as an import would.
Job addImageJob() {
    Job job;
    job.id = "import";
    job.title = "Import photographs";
    job.help = "A job of the tests.";
    ParamSpec folder;
    folder.name = "dir";
    folder.type = ParamType::InputFolder;
    folder.help = "Folder of photographs";
    folder.positional = true;
    job.params = {folder, studyParam()};
    job.changesStudy = true;
    job.inWindow = true;
    job.run = [](const Params& params, JobContext& context) {
        context.progress(0, 1, "late.jpg");
        Study study = Study::open(params.text("study"), Study::Access::ReadWrite);
        NewImage image;
        image.identity = "late";
        image.stem = "late";
        image.fileHash = "late";
        image.alignment = "test";
        image.face.face = RgbImage(alignedSize, alignedSize);
        ImageTable(study).add(image);
        context.progress(1, 1, "late.jpg");
        return Outcome::succeeded(Json{{"imported", 1}});
    };
    return job;
}

Job endlessJob() {
    Job job;
    job.id = "endless";
    job.title = "Endless";
    job.help = "A job of the tests.";
    job.inWindow = true;
    job.run = [](const Params&, JobContext& context) -> Outcome {
        for (std::uint64_t i = 0;; ++i) {
            context.progress(i % 100, 100, "forever");
            context.throwIfStopped();
        }
    };
    return job;
}

Job failingJob() {
    Job job;
    job.id = "fails";
    job.title = "Fails";
    job.help = "A job of the tests.";
    job.inWindow = true;
    job.run = [](const Params&, JobContext&) -> Outcome {
        throwFailure("The disk is full.", "Free some space.");
    };
    return job;
}

/// Takes what would have gone to the browser.
class UrlCatcher : public QObject {
    Q_OBJECT
public:
    QUrl opened;
public Q_SLOTS:
    void open(const QUrl& url) { opened = url; }
};

class ScriptedPrompter : public Prompter {
public:
    ScriptedPrompter(int& questions, const bool& answer) : m_questions(questions), m_answer(answer) {}
    bool cancelJobsAndQuit(QWidget*, const QString&) override {
        ++m_questions;
        return m_answer;
    }

private:
    int& m_questions;
    const bool& m_answer;
};

}  // namespace

class TestShell : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void initTestCase();
    void commandsHaveUniqueIdsAndShortcuts();
    void everyButtonHasAName();
    void opensAStudyAndFilters();
    void whatIsNotAStudyIsExplained();
    void droppedFolders();
    void paletteFindsAndRuns();
    void jobRunsThroughAndTableFollows();
    void labellingBringsJndPointsIntoTheTable();
    void failedJobIsExplained();
    void aWrittenReportCanBeOpened();
    void closingWithARunningJobAsksOnce();
    void destroyedWithARunningJob();
    void viewsOfTheJobsGoBeforeTheirQueue();
    void sessionIsRestored();
    void settingsHaveDistinctNames();

private:
    std::unique_ptr<MainWindow> makeWindow(std::vector<Job> jobs = {
                                               addImageJob(), endlessJob(), failingJob()});
    QString folder() const { return QString::fromStdString(m_study.string()); }

    test::ShellEnvironment m_environment;
    std::filesystem::path m_study;
    int m_questions = 0;
    bool m_answer = false;
};

void TestShell::initTestCase() {
    m_study = m_environment.path("faces.limen");
    test::makeStudy(m_study, 40, 10);
}

std::unique_ptr<MainWindow> TestShell::makeWindow(std::vector<Job> jobs) {
    m_questions = 0;
    auto window = std::make_unique<MainWindow>(std::move(jobs),
                                               std::make_unique<ScriptedPrompter>(m_questions, m_answer));
    window->forms()->setChoices({});
    window->show();
    return window;
}

void TestShell::commandsHaveUniqueIdsAndShortcuts() {
    const auto window = makeWindow(allJobs());
    QVERIFY(window->commands()->actions().size() > 15);
    QVERIFY2(window->commands()->conflicts().isEmpty(),
             qPrintable(window->commands()->conflicts().join(QStringLiteral("; "))));
    QAction* open = window->commands()->action(QStringLiteral("file.open"));
    QVERIFY(open != nullptr);
    QVERIFY(window->menuBar()->actions().size() >= 5);
    QVERIFY(shortcutSheetText(*window->commands()).contains(QLatin1String("Open study")));

    CommandRegistry registry(window.get());
    registry.add({QStringLiteral("a"), {}, QStringLiteral("A"), {}, {QKeySequence(Qt::Key_F9)}, [] {}});
    registry.add({QStringLiteral("b"), {}, QStringLiteral("B"), {}, {QKeySequence(Qt::Key_F9)}, [] {}});
    registry.add({QStringLiteral("a"), {}, QStringLiteral("C"), {}, {}, [] {}});
    QCOMPARE(registry.conflicts().size(), 2);
}

void TestShell::everyButtonHasAName() {
    const auto window = makeWindow();
    for (const QAbstractButton* button : window->findChildren<QAbstractButton*>())
        // Names that begin with qt_ belong to Qt's own parts: dock titles, the line edit's clear button.
        if (!button->objectName().startsWith(QLatin1String("qt_")) && button->isVisibleTo(window.get()) &&
            qobject_cast<const QLineEdit*>(button->parentWidget()) == nullptr &&
            qobject_cast<const QTableView*>(button->parentWidget()) == nullptr)
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(QString::fromLatin1(button->parentWidget()->metaObject()->className()) +
                                QStringLiteral(" / ") + button->toolTip()));
}

void TestShell::opensAStudyAndFilters() {
    const auto window = makeWindow();
    window->openStudy(folder());
    QTRY_VERIFY(window->study() != nullptr);
    QCOMPARE(window->images()->countText(), QStringLiteral("50 images"));
    QVERIFY(window->windowTitle().contains(QLatin1String("faces")));
    // A probe, not the distractor that comes first in the table, and in view.
    QTRY_VERIFY(window->images()->table()->viewport()->rect().intersects(
        window->images()->table()->visualRect(window->images()->table()->currentIndex())));
    const int row = window->images()->model()->indexOf(window->images()->currentImage());
    QCOMPARE(window->images()->model()->row(row).role, Role::Probe);
    window->commands()->action(QStringLiteral("images.filter"))->trigger();
    auto* filter = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(filter != nullptr);
    QTest::keyClicks(filter, QStringLiteral("role:distractor"));
    QCOMPARE(window->images()->countText(), QStringLiteral("10 of 50"));
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(window->images()->countText(), QStringLiteral("50 images"));
    window->commands()->action(QStringLiteral("file.close"))->trigger();
    QVERIFY(window->study() == nullptr);
    QCOMPARE(window->images()->countText(), QString());
}

void TestShell::whatIsNotAStudyIsExplained() {
    const auto window = makeWindow();
    window->openPath(QString::fromStdString(m_environment.path("absent.limen").string()));
    QVERIFY(window->messages()->isVisible());
    QVERIFY(window->messages()->text().contains(QLatin1String("absent.limen")));
    QVERIFY(!window->messages()->details().isEmpty());

    const std::filesystem::path damaged = m_environment.path("damaged.limen");
    std::filesystem::create_directories(damaged);
    QFile file(QString::fromStdString((damaged / "study.sqlite").string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    window->openPath(QString::fromStdString(damaged.string()));
    QTRY_VERIFY(window->messages()->text().contains(QLatin1String("damaged")));
    QVERIFY(window->study() == nullptr);
}

void TestShell::droppedFolders() {
    const auto window = makeWindow();
    const auto drop = [&window](const std::filesystem::path& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path.string()))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &event);
    };
    drop(m_study);
    QTRY_VERIFY(window->study() != nullptr);
    const std::filesystem::path photographs = m_environment.path("photographs");
    std::filesystem::create_directories(photographs);
    drop(photographs);
    const auto* form = window->findChild<JobForm*>();
    QVERIFY(form != nullptr && form->isVisible());
    QCOMPARE(form->values()["dir"], Json(photographs.string()));
    QCOMPARE(form->values()["study"], Json(m_study.string()));
}

void TestShell::paletteFindsAndRuns() {
    const auto window = makeWindow();
    window->openStudy(folder());
    QTRY_VERIFY(window->study() != nullptr);
    window->commands()->action(QStringLiteral("help.palette"))->trigger();
    auto* palette = window->findChild<CommandPalette*>();
    QVERIFY(palette->isVisible());
    const int all = palette->matchCount();
    QTest::keyClicks(palette->input(), QStringLiteral("close stud"));
    QVERIFY(palette->matchCount() < all);
    QCOMPARE(palette->matchCount(), 1);
    QTest::keyClick(palette->input(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(window->study() == nullptr);
}

void TestShell::jobRunsThroughAndTableFollows() {
    const std::filesystem::path study = m_environment.path("grows.limen");
    test::makeStudy(study, 6, 2);
    std::filesystem::create_directories(m_environment.path("photographs"));
    const auto window = makeWindow();
    window->openStudy(QString::fromStdString(study.string()));
    QTRY_VERIFY(window->study() != nullptr);
    window->images()->selectNext(3);
    const ImageId selected = window->images()->currentImage();
    window->commands()->action(QStringLiteral("job.import"))->trigger();
    auto* form = window->findChild<JobForm*>();
    QVERIFY(form != nullptr);
    QVERIFY(!form->field("study")->isVisible());
    form->setValues(Json{{"dir", m_environment.path("photographs").string()}});
    QVERIFY2(form->validate(), qPrintable(form->field("dir")->problem()));
    Q_EMIT form->runRequested(form->values());
    QTRY_COMPARE(window->images()->model()->rowCount(), 9);
    QCOMPARE(window->jobs()->entries().back()->state, JobState::Succeeded);
    QCOMPARE(window->images()->currentImage(), selected);
    QCOMPARE(window->images()->proxy()->imageAt(window->images()->table()->currentIndex().row()), selected);
    // What was entered is offered again.
    form->close();
    form->setValues(Json{{"dir", ""}});
    window->commands()->action(QStringLiteral("job.import"))->trigger();
    QCOMPARE(form->values()["dir"], Json(m_environment.path("photographs").string()));
}

void TestShell::labellingBringsJndPointsIntoTheTable() {
    const std::filesystem::path study = m_environment.path("labels.limen");
    test::makeStudy(study, 4, 30);
    const auto window = makeWindow(allJobs());
    window->openStudy(QString::fromStdString(study.string()));
    QTRY_VERIFY(window->study() != nullptr);
    QVERIFY(!window->images()->labelSets()->isEnabled());
    const Json values{
        {"study", study.string()}, {"codec", "jpeg"}, {"recognizer", "hog-baseline"}, {"far", "auto"}};
    const int id = window->jobs()->enqueue(*findJob("label"), values);
    QTRY_VERIFY_WITH_TIMEOUT(!window->jobs()->hasActiveJobs(), 60'000);
    QVERIFY2(window->jobs()->find(id)->state == JobState::Succeeded,
             window->jobs()->find(id)->outcome.message.c_str());
    QTRY_VERIFY(window->study()->labelSet.has_value());
    QCOMPARE(window->study()->labelled, 4);
    QVERIFY(window->images()->labelSets()->currentText().startsWith(QStringLiteral("jpeg · hog-baseline")));
    window->images()->setFilterText(QStringLiteral("role:probe flag:none"));
    QCOMPARE(window->images()->proxy()->rowCount(), 0);
}

void TestShell::failedJobIsExplained() {
    const auto window = makeWindow();
    window->jobs()->enqueue(failingJob(), Json::object());
    QTRY_VERIFY(window->messages()->isVisible());
    QCOMPARE(window->messages()->text(), QStringLiteral("Fails: The disk is full."));
    QCOMPARE(window->messages()->details(), QStringLiteral("Free some space."));
}

void TestShell::aWrittenReportCanBeOpened() {
    const std::filesystem::path study = m_environment.path("reported.limen");
    test::makeStudy(study, 2, 2);
    const std::filesystem::path page = m_environment.path("a report.html");
    const auto window = makeWindow(allJobs());
    window->jobs()->enqueue(*findJob("report"), {{"study", study.string()}, {"out", page.string()}});
    QTRY_VERIFY(window->messages()->isVisible());
    QCOMPARE(window->messages()->text(), QStringLiteral("Write a report — reported: done."));
    auto* offer = window->messages()->findChild<QAbstractButton*>(QStringLiteral("offer"));
    QVERIFY(offer != nullptr && offer->isVisible());

    UrlCatcher catcher;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), &catcher, "open");
    offer->click();
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(catcher.opened, QUrl::fromLocalFile(QString::fromStdString(page.string())));
    QVERIFY(!window->messages()->isVisible());
    window->messages()->showNote(QStringLiteral("Something else."));
    QVERIFY(!offer->isVisible());
}

void TestShell::closingWithARunningJobAsksOnce() {
    const auto window = makeWindow();
    const int id = window->jobs()->enqueue(endlessJob(), Json::object());
    m_answer = false;
    window->close();
    QCOMPARE(m_questions, 1);
    QVERIFY(window->isVisible());
    QCOMPARE(window->jobs()->find(id)->state, JobState::Running);
    m_answer = true;
    window->close();
    QTRY_VERIFY(!window->isVisible());
    QCOMPARE(m_questions, 2);
    QCOMPARE(window->jobs()->find(id)->state, JobState::Cancelled);
    m_answer = false;
}

void TestShell::destroyedWithARunningJob() {
    auto window = makeWindow();
    window->openStudy(folder());
    window->jobs()->enqueue(endlessJob(), Json::object());
    QTRY_VERIFY(window->jobs()->running() != nullptr);
    window.reset();
    QCoreApplication::processEvents();
}

void TestShell::viewsOfTheJobsGoBeforeTheirQueue() {
    auto window = makeWindow();
    bool queueGone = false;
    bool panelWentFirst = false;
    connect(window->jobs(), &QObject::destroyed, this, [&] { queueGone = true; });
    // Hiding a table makes it ask its model for rows, and the model asks the queue.
    connect(window->findChild<JobsPanel*>(), &QObject::destroyed, this, [&] { panelWentFirst = !queueGone; });
    window.reset();
    QVERIFY(queueGone);
    QVERIFY(panelWentFirst);
}

void TestShell::sessionIsRestored() {
    ImageId selected = 0;
    {
        const auto window = makeWindow();
        window->openStudy(folder());
        QTRY_VERIFY(window->study() != nullptr);
        window->images()->selectNext(17);
        selected = window->images()->currentImage();
        window->resize(1000, 700);
        window->findChild<QDockWidget*>(QStringLiteral("jobs"))->hide();
        window->close();
    }
    const auto window = makeWindow();
    window->openLastStudy();
    QTRY_VERIFY(window->study() != nullptr);
    QCOMPARE(window->images()->currentImage(), selected);
    QVERIFY(!window->findChild<QDockWidget*>(QStringLiteral("jobs"))->isVisible());
    QCOMPARE(WindowSettings().recentStudies().first(), folder());
    window->commands()->action(QStringLiteral("view.resetLayout"))->trigger();
    QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("jobs"))->isVisible());
}

void TestShell::settingsHaveDistinctNames() {
    WindowSettings settings;
    QSet<QString> names;
    for (int i = 0; i < WindowSettings::keyCount; ++i) {
        const auto key = static_cast<WindowSettings::Key>(i);
        names.insert(WindowSettings::nameOf(key));
        settings.setValue(key, QStringLiteral("value %1").arg(i));
    }
    QCOMPARE(names.size(), WindowSettings::keyCount);
    for (int i = 0; i < WindowSettings::keyCount; ++i)
        QCOMPARE(settings.value(static_cast<WindowSettings::Key>(i)).toString(),
                 QStringLiteral("value %1").arg(i));
}

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
