// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QWheelEvent>

#include "ui/commands/command_registry.h"
#include "ui/jobs/job_form.h"
#include "ui/main_window/main_window.h"
#include "ui/study/image_panel.h"
#include "ui/training/run_fixture.h"
#include "ui/training/run_header.h"
#include "ui/training/training_actions.h"
#include "ui/training/training_runs.h"
#include "ui/training/training_view.h"
#include "ui/training/weight_slider.h"
#include "ui/training/weights_panel.h"

using namespace limen;

namespace {

/// A job of the tests with the options that the window fills in.
Job trainJob() {
    Job job;
    job.id = "train";
    job.title = "Train the predictor";
    job.help = "A job of the tests.";
    ParamSpec study;
    study.name = "study";
    study.type = ParamType::Study;
    study.help = "The study";
    ParamSpec branch;
    branch.name = "branch-from";
    branch.help = "A checkpoint";
    job.params = {study, branch};
    job.inWindow = true;
    job.run = [](const Params&, JobContext&) { return Outcome::succeeded(Json::object()); };
    return job;
}

}  // namespace

/// What is asked of a run in the window reaches the process that trains it, and is shown as waited for until
/// it is in force.
class TestTrainingSteering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::ShellEnvironment::failOnQtWarnings(); }
    void slidersAskAndShowWhatIsPending();
    void anExactValueIsTyped();
    void ofAnEndedRunNothingCanBeChanged();
    void pauseAndStop();
    void branchingOpensTheForm();
    void theWindowSwitchesWorkspaces();
    void facesChosenInTheTableAreShownWhileTraining();

private:
    test::RunEnvironment m_environment;
};

void TestTrainingSteering::slidersAskAndShowWhatIsPending() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    WeightSlider* slider = view->weights()->slider("lambda_pixel");
    QTRY_VERIFY(slider->slider()->isEnabled());
    QTRY_COMPARE(slider->shown(), 5.0);
    QTRY_COMPARE(slider->note(), QStringLiteral("75 % of gradient"));
    QSignalSpy chosen(slider, &WeightSlider::chosen);
    // Held, nothing is asked, and what the run says does not pull it back.
    slider->slider()->setSliderDown(true);
    slider->slider()->setValue(slider->slider()->maximum());
    run.train(40, 60);
    QTRY_COMPARE(view->runs()->find("first")->status->step, std::int64_t(60));
    QCOMPARE(slider->shown(), 100.0);
    QCOMPARE(chosen.count(), 0);
    slider->slider()->setSliderDown(false);
    QCOMPARE(chosen.count(), 1);
    QVERIFY2(slider->note().contains(QStringLiteral("5 → 100, pending")), qPrintable(slider->note()));
    std::vector<RunCommand> taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QCOMPARE(taken[0].settings.size(), std::size_t(1));
    QCOMPARE(taken[0].settings.at("lambda_pixel"), 100.0);
    run.status().settings["lambda_pixel"] = 100.0;
    run.train(60, 61);
    QTRY_VERIFY(!slider->note().contains(QLatin1String("pending")));
    QCOMPARE(slider->shown(), 100.0);
    // At the left end the term is switched off.
    slider->slider()->setSliderDown(true);
    slider->slider()->setValue(0);
    slider->slider()->setSliderDown(false);
    QCOMPARE(view->runs()->pending("first").setting("lambda_pixel"), std::optional(0.0));
    // Keys are asked for when they rest, once.
    chosen.clear();
    WeightSlider* rate = view->weights()->slider("rate");
    QSignalSpy rates(rate, &WeightSlider::chosen);
    rate->slider()->setFocus();
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(rate->slider(), Qt::Key_Right);
    QVERIFY(rates.count() == 1 || rates.wait());
    QCOMPARE(rates.count(), 1);
    // The wheel changes nothing.
    const int before = rate->slider()->value();
    QWheelEvent wheel({5, 5},
                      rate->slider()->mapToGlobal(QPointF(5, 5)),
                      {},
                      {0, 240},
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(rate->slider(), &wheel);
    QCOMPARE(rate->slider()->value(), before);
}

void TestTrainingSteering::anExactValueIsTyped() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    const auto view = test::makeView(study);
    WeightSlider* slider = view->weights()->slider("lambda_id");
    QTRY_VERIFY(slider->entry()->isEnabled());
    QSignalSpy chosen(slider, &WeightSlider::chosen);
    const auto type = [slider](const QString& text) {
        slider->entry()->setFocus();
        slider->entry()->selectAll();
        QTest::keyClicks(slider->entry(), text);
        QTest::keyClick(slider->entry(), Qt::Key_Return);
    };
    type(QStringLiteral("0.3125"));
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.takeFirst().first().toDouble(), 0.3125);
    for (const char* wrong : {"-1", "many", "nan", "inf"}) {
        type(QString::fromLatin1(wrong));
        QCOMPARE(chosen.count(), 0);
        QCOMPARE(slider->entry()->text(), QStringLiteral("0.3125"));
    }
    // A rate of zero would be no training.
    WeightSlider* rate = view->weights()->slider("rate");
    QSignalSpy rates(rate, &WeightSlider::chosen);
    rate->entry()->setFocus();
    rate->entry()->selectAll();
    QTest::keyClicks(rate->entry(), QStringLiteral("0"));
    QTest::keyClick(rate->entry(), Qt::Key_Return);
    QCOMPARE(rates.count(), 0);
}

void TestTrainingSteering::ofAnEndedRunNothingCanBeChanged() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.status().state = "finished";
    run.train(0, 400);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    for (const char* setting : {"lambda_id", "lambda_pixel", "lambda_content", "rate"}) {
        QVERIFY(!view->weights()->slider(setting)->slider()->isEnabled());
        QVERIFY(!view->weights()->slider(setting)->entry()->isEnabled());
    }
    QCOMPARE(view->weights()->slider("lambda_id")->shown(), 0.5);
    QVERIFY(!view->actions()->pause->isEnabled());
    QVERIFY(!view->actions()->stop->isEnabled());
    QVERIFY(view->actions()->train->isEnabled());
}

void TestTrainingSteering::pauseAndStop() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 20);
    const auto view = test::makeView(study);
    QTRY_VERIFY(view->actions()->pause->isEnabled());
    view->actions()->pause->trigger();
    QVERIFY(!view->actions()->pause->isEnabled());
    QVERIFY(view->header()->title().contains(QStringLiteral("Pausing…")));
    std::vector<RunCommand> taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QCOMPARE(taken[0].pause, std::optional(true));
    run.status().state = "paused";
    run.writeStatus();
    QTRY_VERIFY(view->actions()->pause->isEnabled());
    QVERIFY(view->actions()->pause->text().contains(QLatin1String("on with the run")));
    view->actions()->pause->trigger();
    taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QCOMPARE(taken[0].pause, std::optional(false));
    view->actions()->stop->trigger();
    QVERIFY(!view->actions()->stop->isEnabled());
    QVERIFY(view->header()->title().contains(QStringLiteral("Stopping…")));
    taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QVERIFY(taken[0].stop);
    run.status().state = "stopped";
    run.writeStatus();
    run.unlock();
    QTRY_VERIFY(view->header()->title().contains(QLatin1String("Stopped")));
    QVERIFY(!view->actions()->pause->isEnabled());
}

void TestTrainingSteering::branchingOpensTheForm() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 200);
    const auto view = test::makeView(study);
    QTRY_VERIFY(test::isRead(*view));
    QVERIFY(!view->actions()->branchBest->isEnabled());
    run.writeCheckpoint(run.folder().bestCheckpoint());
    run.writeCheckpoint(run.folder().keptCheckpoint(100));
    QTRY_VERIFY(view->actions()->branchBest->isEnabled());
    QVERIFY(!view->actions()->branchLast->isEnabled());
    std::vector<Json> asked;
    connect(view.get(), &TrainingView::jobRequested, this, [&asked](const QString& job, const Json& values) {
        QCOMPARE(job, QStringLiteral("train"));
        asked.push_back(values);
    });
    view->actions()->branchBest->trigger();
    QCOMPARE(asked.back()["branch-from"], Json(run.folder().bestCheckpoint().string()));
    QMenu* menu = view->actions()->branchMenu();
    Q_EMIT menu->aboutToShow();
    QVERIFY(menu->actions().last()->text().contains(QLatin1String("step 100")));
    menu->actions().last()->trigger();
    QCOMPARE(asked.back()["branch-from"], Json(run.folder().keptCheckpoint(100).string()));
}

void TestTrainingSteering::theWindowSwitchesWorkspaces() {
    const auto study = m_environment.path("window.limen");
    test::makeStudy(study, 6, 2);
    test::WrittenRun run(study, "first");
    run.writeCheckpoint(run.folder().bestCheckpoint());
    run.train(0, 40);
    MainWindow window({trainJob()});
    window.show();
    QVERIFY(!window.training()->isVisible());
    window.openStudy(QString::fromStdString(study.string()));
    QTRY_VERIFY(window.study() != nullptr);
    QVERIFY(window.images()->isVisible());
    window.commands()->action(QStringLiteral("workspace.train"))->trigger();
    QVERIFY(window.training()->isVisible());
    QVERIFY(!window.images()->isVisible());
    QTRY_COMPARE(QString::fromStdString(window.training()->runs()->current()), test::firstRun);
    // A run is started and branched through the job's own form.
    window.commands()->action(QStringLiteral("train.new"))->trigger();
    auto* form = window.findChild<JobForm*>();
    QVERIFY(form != nullptr && form->isVisible());
    QCOMPARE(form->job().id, std::string("train"));
    form->close();
    QAction* branch = window.commands()->action(QStringLiteral("train.branch-best"));
    QTRY_VERIFY(branch->isEnabled());
    branch->trigger();
    QVERIFY(form->isVisible());
    QCOMPARE(form->values()["branch-from"], Json(run.folder().bestCheckpoint().string()));
    form->close();
    // The table comes back with the workspace that had it.
    window.commands()->action(QStringLiteral("workspace.inspect"))->trigger();
    QVERIFY(!window.training()->isVisible());
    QVERIFY(window.images()->isVisible());
    QVERIFY2(window.commands()->conflicts().isEmpty(),
             qPrintable(window.commands()->conflicts().join(QLatin1Char('\n'))));
    window.setWorkspace(Workspace::Train);
    window.commands()->action(QStringLiteral("file.close"))->trigger();
    QVERIFY(!window.training()->isVisible());
    QVERIFY(window.training()->runs()->runs().empty());
}

void TestTrainingSteering::facesChosenInTheTableAreShownWhileTraining() {
    const auto study = m_environment.path("faces.limen");
    test::makeStudy(study, 6, 40);
    JobContext context(silentObserver(), {});
    const Outcome labelled = runJob(
        *findJob("label"),
        {{"study", study.string()}, {"codec", "jpeg"}, {"recognizer", "hog-baseline"}, {"far", "auto"}},
        context);
    QCOMPARE(labelled.state, Outcome::State::Succeeded);
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 20);
    MainWindow window({trainJob()});
    window.show();
    window.openStudy(QString::fromStdString(study.string()));
    QTRY_VERIFY(window.study() != nullptr);
    window.setWorkspace(Workspace::Train);
    QAction* show = window.commands()->action(QStringLiteral("train.faces"));
    QTRY_VERIFY(show->isEnabled());
    window.images()->table()->selectAll();
    show->trigger();
    std::vector<RunCommand> taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QVERIFY(taken[0].preview);
    std::vector<std::string> labels;
    for (const ImageRow& row : window.study()->rows)
        if (row.flag == LabelFlag::Ok)
            labels.push_back((row.identity + QLatin1Char('/') + row.stem).toStdString());
    QVERIFY(!labels.empty());
    std::vector<std::string> asked = *taken[0].preview;
    std::sort(asked.begin(), asked.end());
    std::sort(labels.begin(), labels.end());
    QCOMPARE(asked, labels);
}

QTEST_MAIN(TestTrainingSteering)
#include "tst_training_steering.moc"
