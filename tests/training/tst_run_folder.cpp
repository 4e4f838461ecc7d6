// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <fstream>
#include <set>

#include "base/error.h"
#include "base/file_lock.h"
#include "base/safe_file.h"
#include "training/metric_file.h"
#include "training/run_commands.h"
#include "training/run_history.h"

using namespace limen;
namespace fs = std::filesystem;

namespace {

void append(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::app) << text;
}

RunStatus statusOf(const std::string& state) {
    RunStatus status;
    status.state = state;
    status.step = 7;
    status.steps = 20;
    status.bestPsnr = 31.25;
    status.settings = {{"rate", 1e-4}};
    return status;
}

}  // namespace

class TestRunFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void metricsAreReadWhileTheyGrow() {
        const ScratchFolder scratch;
        const fs::path file = scratch.path() / "metrics.csv";
        MetricReader reader(file);
        bool restarted = true;
        QVERIFY(reader.read(restarted).empty());
        MetricFile metrics(file, 0);
        metrics.add(0, "loss", 1.5);
        metrics.add(0, "rate", 1e-4);
        metrics.flush();
        std::vector<MetricRow> rows = reader.read(restarted);
        QVERIFY(!restarted);
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[1].name, std::string("rate"));
        QCOMPARE(rows[1].value, 1e-4);
        metrics.add(1, "loss", 0.1 + 0.2);
        metrics.flush();
        append(file, "2,loss,0.");  // half a row: another process is writing
        rows = reader.read(restarted);
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].value, 0.1 + 0.2);
        append(file, "25\n");
        rows = reader.read(restarted);
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].value, 0.25);
    }

    void metricsAfterTheCheckpointAreTakenBack() {
        const ScratchFolder scratch;
        const fs::path file = scratch.path() / "metrics.csv";
        bool restarted = false;
        MetricReader reader(file);
        {
            MetricFile metrics(file, 0);
            for (int step = 0; step < 5; ++step)
                metrics.add(step, "loss", step);
        }
        append(file, "5,lo");
        QCOMPARE(reader.read(restarted).size(), std::size_t{5});
        const MetricFile metrics(file, 3);
        const std::vector<MetricRow> rows = reader.read(restarted);
        QVERIFY(restarted);
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows.back().step, std::int64_t{2});
    }

    void historyKeepsWholeLines() {
        const ScratchFolder scratch;
        const fs::path file = scratch.path() / "history.jsonl";
        const RunHistory history(file);
        QVERIFY(history.read().empty());
        history.add(0, "started");
        history.add(12, "changed", {{"lambda_id", 0.0}});
        append(file, "{\"time\":");
        QCOMPARE(history.read().size(), std::size_t{2});
        history.add(13, "stopped");
        const std::vector<RunEvent> events = history.read();
        QCOMPARE(events.size(), std::size_t{3});
        QCOMPARE(events[1].details["lambda_id"], Json(0.0));
        QCOMPARE(events[2].step, std::int64_t{13});
        append(file, "something else\n");
        QVERIFY_EXCEPTION_THROWN(history.read(), Error);
    }

    void commandsArriveOnceAndInOrder() {
        const ScratchFolder scratch;
        const RunFolder run(scratch.path() / "run");
        QVERIFY(takeRunCommands(run).empty());
        for (int i = 0; i < 20; ++i) {
            RunCommand command;
            command.settings["lambda_pixel"] = i;
            postRunCommand(run, command);
        }
        RunCommand last;
        last.pause = true;
        last.stop = true;
        last.preview = std::vector<std::string>{"A/1", "B/2"};
        postRunCommand(run, last);
        const std::vector<RunCommand> taken = takeRunCommands(run);
        QCOMPARE(taken.size(), std::size_t{21});
        for (int i = 0; i < 20; ++i)
            QCOMPARE(taken[static_cast<std::size_t>(i)].settings.at("lambda_pixel"), double(i));
        QVERIFY(taken.back().pause == true && taken.back().stop && taken.back().preview == last.preview);
        QVERIFY(takeRunCommands(run).empty());
    }

    void senselessCommandsAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("name") << QByteArray(R"({"lambda":1})") << QByteArray("lambda");
        QTest::newRow("negative") << QByteArray(R"({"lambda_id":-1})") << QByteArray("-1");
        QTest::newRow("rate") << QByteArray(R"({"rate":0})") << QByteArray("rate");
        QTest::newRow("text") << QByteArray(R"({"lambda_id":"much"})") << QByteArray("much");
        QTest::newRow("pause") << QByteArray(R"({"pause":1})") << QByteArray("pause");
        QTest::newRow("list") << QByteArray("[1]") << QByteArray("object");
    }
    void senselessCommandsAreRefused() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, said);
        const ScratchFolder scratch;
        const RunFolder run(scratch.path());
        makeFolder(run.commands());
        append(run.commands() / "1.json", json.toStdString());
        std::vector<std::string> problems;
        QVERIFY(takeRunCommands(run, &problems).empty());
        QCOMPARE(problems.size(), std::size_t{1});
        QVERIFY2(problems[0].find(said.toStdString()) != std::string::npos, problems[0].c_str());
        QVERIFY(takeRunCommands(run, &problems).empty());
        QCOMPARE(problems.size(), std::size_t{1});
    }

    void statusKnowsWhenItsProcessIsGone() {
        const ScratchFolder scratch;
        const RunFolder run(scratch.path() / "run");
        QVERIFY(!run.readStatus());
        {
            const RunLock lock(run);
            writeFileAtomically(run.status(), toJson(statusOf("running")).dump());
            QVERIFY(run.isActive());
            QCOMPARE(run.readStatus()->state, std::string("running"));
            QVERIFY_EXCEPTION_THROWN(RunLock{run}, Error);
        }
        QVERIFY(!run.isActive());
        const std::optional<RunStatus> status = run.readStatus();
        QCOMPARE(status->state, std::string("cancelled"));
        QCOMPARE(status->step, std::int64_t{7});
        QVERIFY(status->bestPsnr == 31.25);
        writeFileAtomically(run.status(), "{\"state\":");
        QVERIFY_EXCEPTION_THROWN(run.readStatus(), Error);
    }

    void runsAndFoldsAreListed() {
        const ScratchFolder scratch;
        for (const char* name : {"runs/b", "runs/a/fold-1", "runs/a/fold-2", "runs/c"})
            makeFolder(scratch.path() / name);
        for (const char* name : {"runs/b", "runs/a/fold-1", "runs/a/fold-2"})
            writeFileAtomically(scratch.path() / name / "settings.json", "{}");
        std::vector<std::string> names;
        for (const RunEntry& entry : listRuns(scratch.path()))
            names.push_back(entry.name);
        QCOMPARE(names, (std::vector<std::string>{"a/fold-1", "a/fold-2", "b"}));
        QVERIFY(listRuns(scratch.path() / "nowhere").empty());
    }

    void aLockHasOneHolder() {
        const ScratchFolder scratch;
        const fs::path file = scratch.path() / "lock";
        QVERIFY(!FileLock::isHeld(file));
        {
            const FileLock first(file);
            QVERIFY(first.held());
            QVERIFY(FileLock::isHeld(file));
            const FileLock second(file);
            QVERIFY(!second.held());
        }
        QVERIFY(!FileLock::isHeld(file));
        QVERIFY(FileLock(file).held());
        QVERIFY_EXCEPTION_THROWN(FileLock(scratch.path() / "none" / "lock"), std::system_error);
    }
};

QTEST_GUILESS_MAIN(TestRunFolder)
#include "tst_run_folder.moc"
