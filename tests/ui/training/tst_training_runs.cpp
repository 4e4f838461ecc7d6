// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <cmath>
#include <limits>

#include "jobs/job.h"
#include "ui/training/curve_options.h"
#include "ui/training/event_text.h"
#include "ui/training/run_fixture.h"
#include "ui/training/run_form_values.h"
#include "ui/training/run_reader.h"
#include "ui/training/smoothing.h"
#include "ui/training/training_runs.h"

using namespace limen;

/// What the window knows of runs follows what trainings write into their folders, whatever state those are
/// in.
class TestTrainingRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void smoothingIsUnbiasedAndKeepsGaps();
    void eventsTellOldAndNewValues();
    void timeSpentLeavesOutPauses();
    void optionsSurviveWhateverWasStored();
    void curvesFollowAGrowingFile();
    void aRunTakenUpEarlierDropsWhatNoLongerHolds();
    void aTornStatusKeepsWhatWasKnown();
    void aKilledRunIsNoLongerActive();
    void switchingRunsDropsStaleWork();
    void anotherStudyDeliversNothingOfTheFirst();
    void aNewRunIsShownWhenNothingElseGoesOn();
    void ninetyThousandRowsAreReadWhole();
    void previewsThatAreBeingWrittenAreReadLater();
    void commandsArriveAndArePendingUntilInForce();
    void checkpointsAreListed();
    void nothingIsReadWhileNobodyLooks();
    void aBranchBeginsWithTheSettingsOfItsRun();

private:
    test::RunEnvironment m_environment;
};

void TestTrainingRuns::init() {
    test::ShellEnvironment::failOnQtWarnings();
}

void TestTrainingRuns::smoothingIsUnbiasedAndKeepsGaps() {
    // A constant stays what it is from the first value on: without the correction it would begin at 0.2.
    for (const double value : smoothed({2.0, 2.0, 2.0}, 0.9))
        QVERIFY(std::abs(value - 2.0) < 1e-12);
    // By hand, weight 0.5: 1; (0.25 + 1.5) / 0.75 = 7/3.
    const QVector<double> two = smoothed({1.0, 3.0}, 0.5);
    QVERIFY(std::abs(two[0] - 1.0) < 1e-12);
    QVERIFY(std::abs(two[1] - 7.0 / 3.0) < 1e-12);
    const QVector<double> values{4.0, std::numeric_limits<double>::quiet_NaN(), 4.0, 8.0};
    const QVector<double> gap = smoothed(values, 0.5);
    QVERIFY(std::isnan(gap[1]));
    QVERIFY(std::abs(gap[2] - 4.0) < 1e-12);
    QCOMPARE(smoothed(QVector<double>{1.0, 5.0, 3.0}, 0.0), (QVector<double>{1.0, 5.0, 3.0}));
}

void TestTrainingRuns::eventsTellOldAndNewValues() {
    const std::vector<RunEvent> events{
        {"2026-01-01T10:00:00Z", 0, "started", Json::object()},
        {"2026-01-01T10:01:00Z", 100, "changed", {{"lambda_pixel", 10.0}}},
        {"2026-01-01T10:02:00Z", 200, "changed", {{"lambda_pixel", 2.5}, {"rate", 5e-5}}}};
    const std::vector<QString> texts = eventTexts(events, {{"lambda_pixel", 5.0}});
    QCOMPARE(texts[0], QStringLiteral("Started"));
    QCOMPARE(texts[1], QStringLiteral("Changed: λ pixel 5 → 10"));
    QCOMPARE(texts[2], QStringLiteral("Changed: λ pixel 10 → 2.5, Learning rate 5e-05"));
}

void TestTrainingRuns::timeSpentLeavesOutPauses() {
    std::vector<RunEvent> events{{"2026-01-01T10:00:00Z", 0, "started", {}},
                                 {"2026-01-01T10:10:00Z", 50, "paused", {}},
                                 {"2026-01-01T11:00:00Z", 50, "continued", {}}};
    const QDateTime until = QDateTime::fromString(QStringLiteral("2026-01-01T11:05:00Z"), Qt::ISODate);
    QCOMPARE(trainingSeconds(events, until), std::optional(15.0 * 60.0));
    events.push_back({"2026-01-01T11:02:00Z", 60, "finished", {}});
    QCOMPARE(trainingSeconds(events, until), std::optional(12.0 * 60.0));
    QCOMPARE(trainingSeconds({}, until), std::nullopt);
}

void TestTrainingRuns::optionsSurviveWhateverWasStored() {
    CurveOptions options;
    options.smoothing = 0.5;
    options.epochs = true;
    options.logarithmic = false;
    options.metrics = {"loss", "rate"};
    QVERIFY(CurveOptions::fromJson(options.toJson()) == options);
    const Json wrong{{"smoothing", 7.0}, {"epochs", "yes"}, {"metrics", 3}};
    const CurveOptions kept = CurveOptions::fromJson(wrong);
    QVERIFY(kept.smoothing < 1.0);
    QCOMPARE(kept.epochs, false);
    QCOMPARE(kept.metrics, CurveOptions::defaults().metrics);
}

void TestTrainingRuns::curvesFollowAGrowingFile() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_COMPARE(QString::fromStdString(runs.current()), QStringLiteral("first"));
    const auto losses = [&runs] {
        const RunRecord* record = runs.record("first");
        const auto loss = record->metrics.find("loss");
        return loss == record->metrics.end() ? MetricSeries() : loss->second;
    };
    QTRY_COMPARE(losses().values.size(), 40);
    run.train(40, 100);
    QTRY_COMPARE(losses().values.size(), 100);
    QCOMPARE(losses().steps.first(), 1.0);
    QCOMPARE(losses().steps.last(), 100.0);
    QVERIFY(std::abs(losses().values[70] - test::WrittenRun::lossAt(70)) < 1e-6);
    QTRY_COMPARE(runs.find("first")->status->step, std::int64_t(100));
    QVERIFY(runs.find("first")->active);
}

void TestTrainingRuns::aRunTakenUpEarlierDropsWhatNoLongerHolds() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 100);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(runs.record("first") != nullptr && runs.record("first")->metrics.contains("loss"));
    QTRY_COMPARE(runs.record("first")->metrics.at("loss").values.size(), 100);
    // Killed, and taken up again from the checkpoint of step 60.
    run.train(60, 65);
    QTRY_COMPARE(runs.record("first")->metrics.at("loss").values.size(), 65);
    QCOMPARE(runs.record("first")->metrics.at("loss").steps.last(), 65.0);
    const QVector<double>& steps = runs.record("first")->metrics.at("loss").steps;
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
}

void TestTrainingRuns::aTornStatusKeepsWhatWasKnown() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 40);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(runs.find("first") != nullptr && runs.find("first")->status);
    QTRY_COMPARE(runs.find("first")->status->step, std::int64_t(40));
    std::ofstream(run.folder().status(), std::ios::trunc) << "{\"state\": \"runn";
    QSignalSpy listed(&runs, &TrainingRuns::listChanged);
    test::WrittenRun other(study, "second");  // so that the list is looked at again
    other.writeStatus();
    QTRY_VERIFY(runs.find("second") != nullptr);
    QVERIFY(runs.find("first")->status.has_value());
    QCOMPARE(runs.find("first")->status->step, std::int64_t(40));
    run.train(40, 60);
    QTRY_COMPARE(runs.find("first")->status->step, std::int64_t(60));
}

void TestTrainingRuns::aKilledRunIsNoLongerActive() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(runs.find("first") != nullptr && runs.find("first")->active);
    run.unlock();  // nothing was written
    QTRY_VERIFY(!runs.find("first")->active);
    QCOMPARE(QString::fromStdString(runs.find("first")->status->state), QStringLiteral("cancelled"));
}

void TestTrainingRuns::switchingRunsDropsStaleWork() {
    const auto study = m_environment.newStudy();
    test::WrittenRun first(study, "first");
    test::WrittenRun second(study, "second");
    first.train(0, 100);
    second.train(0, 30);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(!runs.current().empty());
    // Back and forth before anything can have come.
    for (int i = 0; i < 5; ++i) {
        runs.select("first", {"first"});
        runs.select("second", {"second"});
    }
    QVERIFY(runs.record("first") == nullptr);
    QTRY_VERIFY(runs.record("second")->metrics.contains("loss"));
    QTRY_COMPARE(runs.record("second")->metrics.at("loss").values.size(), 30);
    runs.select("first", {"first"});
    QVERIFY(runs.record("second") == nullptr);
    runs.select("second", {"first", "second"});
    QTRY_VERIFY(runs.record("first")->metrics.contains("loss") &&
                runs.record("second")->metrics.contains("loss"));
    // Read once, though asked for twice.
    QTRY_COMPARE(runs.record("first")->metrics.at("loss").values.size(), 100);
    QCOMPARE(runs.record("second")->metrics.at("loss").values.size(), 30);
}

void TestTrainingRuns::anotherStudyDeliversNothingOfTheFirst() {
    const auto study = m_environment.newStudy();
    test::WrittenRun first(study, "first");
    first.train(0, 40);
    const auto other = m_environment.newStudy();
    test::WrittenRun second(other, "second");
    second.train(0, 20);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    runs.setStudy(other);
    bool saidFirst = false;
    connect(&runs, &TrainingRuns::listChanged, this, [&] {
        saidFirst = saidFirst || runs.find("first") != nullptr;
    });
    QTRY_VERIFY(runs.record("second") != nullptr && runs.record("second")->metrics.contains("loss"));
    runs.setStudy({});
    QVERIFY(runs.runs().empty());
    QVERIFY(runs.current().empty());
    QVERIFY(!saidFirst);
}

void TestTrainingRuns::aNewRunIsShownWhenNothingElseGoesOn() {
    const auto study = m_environment.newStudy();
    test::WrittenRun first(study, "first");
    first.train(0, 40);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_COMPARE(QString::fromStdString(runs.current()), QStringLiteral("first"));
    test::WrittenRun second(study, "second");
    second.lock();
    second.train(0, 1);
    QTRY_COMPARE(QString::fromStdString(runs.current()), QStringLiteral("second"));
    // That one is going on now, and keeps the place.
    test::WrittenRun third(study, "third");
    third.lock();
    third.train(0, 1);
    QTRY_VERIFY(runs.find("third") != nullptr && runs.find("third")->active);
    QCOMPARE(QString::fromStdString(runs.current()), QStringLiteral("second"));
    // Colours stay with the runs.
    QVERIFY(runs.series("first") != runs.series("second"));
    QVERIFY(runs.series("second") != runs.series("third"));
}

void TestTrainingRuns::ninetyThousandRowsAreReadWhole() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "long");
    run.train(0, 22'500);  // four numbers a step
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(runs.record("long") != nullptr && runs.record("long")->metrics.contains("loss"));
    QTRY_COMPARE(runs.record("long")->metrics.at("loss").values.size(), 22'500);
    QCOMPARE(runs.record("long")->metrics.at("validation_psnr").values.size(), 22'500 / 20);
}

void TestTrainingRuns::previewsThatAreBeingWrittenAreReadLater() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 20);
    run.writePreview(2, 8);
    const auto picture = run.folder().preview() / "face1-predicted.png";
    const std::vector<std::uint8_t> whole = readFile(picture);
    writeFileAtomically(picture, std::span(whole).first(whole.size() / 2));
    RunReader reader(run.folder());
    const RunUpdate torn = reader.poll();
    QVERIFY(!torn.preview);
    QVERIFY(torn.problem && !torn.problem->isEmpty());
    writeFileAtomically(picture, std::span(whole));
    const RunUpdate later = reader.poll();
    QVERIFY(later.preview != nullptr);
    QCOMPARE(later.preview->faces.size(), std::size_t(2));
    QCOMPARE(later.preview->faces[1].name, std::string("person_1/face1"));
    QCOMPARE(later.preview->step, std::int64_t(20));
    QVERIFY(later.problem && later.problem->isEmpty());
    // Nothing new, nothing read.
    QVERIFY(reader.poll().isEmpty());
}

void TestTrainingRuns::commandsArriveAndArePendingUntilInForce() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.lock();
    run.train(0, 40);
    TrainingRuns runs;
    runs.setSeen(true);
    runs.setStudy(study);
    QTRY_VERIFY(runs.currentRun() != nullptr && runs.currentRun()->active);
    RunCommand command;
    command.settings["lambda_id"] = 0.125;
    command.pause = true;
    runs.post(command);
    QCOMPARE(runs.pending("first").setting("lambda_id"), std::optional(0.125));
    std::vector<RunCommand> taken = test::awaitCommands(run.folder());
    QVERIFY(!taken.empty());
    QCOMPARE(taken.size(), std::size_t(1));
    QCOMPARE(taken[0].settings.at("lambda_id"), 0.125);
    QCOMPARE(taken[0].pause, std::optional(true));
    // Another step without it: still waited for.
    run.train(40, 41);
    QTRY_COMPARE(runs.find("first")->status->step, std::int64_t(41));
    QVERIFY(runs.pending("first").setting("lambda_id").has_value());
    run.status().settings["lambda_id"] = 0.125;
    run.status().state = "paused";
    run.writeStatus();
    QTRY_VERIFY(runs.pending("first").isEmpty());
    // Of a run that nobody trains nothing is asked.
    run.unlock();
    QTRY_VERIFY(!runs.currentRun()->active);
    runs.post(command);
    QVERIFY(runs.pending("first").isEmpty());
}

void TestTrainingRuns::checkpointsAreListed() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 40);
    run.writeCheckpoint(run.folder().checkpoint());
    run.writeCheckpoint(run.folder().keptCheckpoint(200));
    run.writeCheckpoint(run.folder().keptCheckpoint(40));
    run.writeCheckpoint(run.folder().keptCheckpoint(40).parent_path() / "notes.txt");
    RunReader reader(run.folder());
    const RunUpdate update = reader.poll();
    QVERIFY(update.checkpoints);
    QCOMPARE(update.checkpoints->size(), std::size_t(3));
    QCOMPARE((*update.checkpoints)[0].kind, RunCheckpoint::Kind::Last);
    QCOMPARE((*update.checkpoints)[1].step, std::int64_t(40));
    QCOMPARE((*update.checkpoints)[2].step, std::int64_t(200));
    run.writeCheckpoint(run.folder().bestCheckpoint());
    QCOMPARE(reader.poll().checkpoints->size(), std::size_t(4));
}

void TestTrainingRuns::nothingIsReadWhileNobodyLooks() {
    const auto study = m_environment.newStudy();
    test::WrittenRun run(study, "first");
    run.train(0, 40);
    TrainingRuns hidden;
    TrainingRuns seen;
    hidden.setStudy(study);
    seen.setSeen(true);
    seen.setStudy(study);
    QTRY_VERIFY(seen.record("first") != nullptr && seen.record("first")->metrics.contains("loss"));
    QVERIFY(!hidden.isListed());
    hidden.setSeen(true);
    QTRY_VERIFY(hidden.isListed());
}

void TestTrainingRuns::aBranchBeginsWithTheSettingsOfItsRun() {
    RunSummary run;
    run.name = "jnd-2/fold-3";
    run.status.emplace();
    run.status->settings = {{"lambda_id", 0.5}, {"lambda_pixel", 10.0}, {"rate", 5e-5}};
    RunSummary other;
    other.name = "jnd";
    const RunSummaries runs{other, run};
    const Json settings{{"network", {{"afd", "gate"}, {"skips", false}, {"depth", 50}, {"width", 0.25}}},
                        {"lambda_pixel", 5.0},
                        {"flip", false},
                        {"target", "mix"},
                        {"epochs", 20},
                        {"split", {{"unit", "identity"}, {"folds", 5}, {"fold", 3}}}};
    const Json values = branchValues(run, settings, "/runs/jnd-2/best.safetensors", runs);
    QCOMPARE(values["run"], Json("jnd-3"));
    QCOMPARE(values["branch-from"], Json("/runs/jnd-2/best.safetensors"));
    QCOMPARE(values["lambda-pixel"], Json(10.0));  // as it stands, not as it began
    QCOMPARE(values["rate"], Json(5e-5));
    QCOMPARE(values["afd"], Json("gate"));
    QCOMPARE(values["target"], Json("mix"));
    QCOMPARE(values["skips"], Json("off"));
    QCOMPARE(values["width"], Json("0.25"));
    QCOMPARE(values["no-flip"], Json(true));
    QCOMPARE(values["fold"], Json(3));
    // Every name is one of an option of the job, and its value is allowed.
    Json entered = values;
    for (const char* file : {"branch-from", "study"})
        entered.erase(file);
    std::vector<ParamSpec> specs;
    for (const ParamSpec& spec : findJob("train")->params)
        if (spec.type != ParamType::InputFile && spec.type != ParamType::Study)
            specs.push_back(spec);
    try {
        validateParams(specs, entered);
    } catch (const std::exception& error) {
        QFAIL(error.what());
    }
    const Json again = resumeValues(run, settings);
    QCOMPARE(again["run"], Json("jnd-2"));
    QCOMPARE(again["lambda-pixel"], Json(5.0));
    QCOMPARE(freeRunName({}), std::string("jnd"));
    QCOMPARE(freeRunName(runs), std::string("jnd-3"));
}

QTEST_MAIN(TestTrainingRuns)
#include "tst_training_runs.moc"
