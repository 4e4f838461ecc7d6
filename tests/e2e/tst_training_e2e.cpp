// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <random>

#include "base/safe_file.h"
#include "e2e/limen_process.h"
#include "training/labelled_study.h"
#include "training/metric_file.h"
#include "training/run_folder.h"
#include "training/run_history.h"

using namespace limen;
using test::runLimen;
using test::text;

namespace {

const test::LabelledStudy& study() {
    static const test::LabelledStudy made;
    return made;
}

RunFolder runOf(const char* name) {
    return RunFolder(study().folder() / "runs" / name);
}

QStringList training(const char* run) {
    return {"--json",
            "--threads",
            "1",
            "train",
            "--study",
            text(study().folder()),
            "--run",
            run,
            "--held-out",
            text(study().heldOut()),
            "--depth",
            "18",
            "--content",
            "none",
            "--batch",
            "3",
            "--max-images",
            "24",
            "--epochs",
            "5",
            "--checkpoint-every",
            "3",
            "--preview-every",
            "1000"};
}

std::int64_t stepsWritten(const char* run) {
    bool restarted = false;
    std::int64_t steps = 0;
    for (const MetricRow& row : MetricReader(runOf(run).metrics()).read(restarted))
        steps = std::max(steps, row.step + 1);
    return steps;
}

}  // namespace

class TestTrainingEndToEnd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resumesBitIdenticallyAfterBeingKilledAtRandomSteps() {
        QProcess whole;
        whole.start(QStringLiteral(LIMEN_PROGRAM), training("whole"));
        QVERIFY(whole.waitForFinished(110000));
        QCOMPARE(whole.exitCode(), 0);
        const Json result = Json::parse(whole.readAllStandardOutput().toStdString());
        const auto steps = result["steps"].get<std::int64_t>();
        QVERIFY(steps >= 20);

        std::mt19937 random(7);
        std::int64_t last = 0;
        for (int kill = 0; kill < 5; ++kill) {
            // Somewhere in the next fifth of the run, checkpoint or not.
            const std::int64_t target =
                1 + (kill * steps + static_cast<std::int64_t>(random() % 1000) * steps / 1000) / 5;
            QProcess process;
            process.start(QStringLiteral(LIMEN_PROGRAM), training("killed"));
            QTRY_VERIFY_WITH_TIMEOUT(
                stepsWritten("killed") >= target || process.state() == QProcess::NotRunning, 60000);
            process.kill();  // SIGKILL
            QVERIFY(process.waitForFinished());
            QVERIFY(process.exitStatus() == QProcess::CrashExit);
            last = std::max(last, stepsWritten("killed"));
        }
        QVERIFY2(last < steps, "the run ended before it was killed the last time");
        QCOMPARE(runOf("killed").readStatus()->state, std::string("cancelled"));
        QProcess rest;
        rest.start(QStringLiteral(LIMEN_PROGRAM), training("killed"));
        QVERIFY(rest.waitForFinished(110000));
        QCOMPARE(rest.exitCode(), 0);
        QVERIFY(readFile(runOf("killed").checkpoint()) == readFile(runOf("whole").checkpoint()));
        QVERIFY(readFile(runOf("killed").model() / "killed.safetensors") ==
                readFile(runOf("whole").model() / "whole.safetensors"));
        QCOMPARE(stepsWritten("killed"), steps);
    }

    void aDiskThatIsFullKeepsTheLastGoodCheckpoint() {
        // A limit on file size stands in for a full disk: the first checkpoint does not fit.
        QProcess process;
        process.start(
            QStringLiteral("/bin/sh"),
            QStringList{
                "-c", "ulimit -f 2048; trap '' XFSZ; exec \"$@\"", "sh", QStringLiteral(LIMEN_PROGRAM)} +
                training("full"));
        QVERIFY(process.waitForFinished(110000));
        QCOMPARE(process.exitCode(), 1);
        const QString said = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(said.contains("Cannot write") && said.contains("checkpoint.safetensors"),
                 qPrintable(said.right(400)));
        QVERIFY(!std::filesystem::exists(runOf("full").checkpoint()));
        for (const auto& entry : std::filesystem::directory_iterator(runOf("full").path()))
            QVERIFY2(entry.path().extension() != ".part", entry.path().c_str());
        QCOMPARE(runOf("full").readStatus()->state, std::string("failed"));
    }

    void aRunIsSteeredFromAnotherProcess() {
        QProcess process;
        process.start(QStringLiteral(LIMEN_PROGRAM), training("steered"));
        QTRY_VERIFY_WITH_TIMEOUT(stepsWritten("steered") >= 2, 60000);
        const auto steer = [](const QStringList& what) {
            return runLimen(QStringList{"steer", "--study", text(study().folder()), "--run", "steered"} +
                            what);
        };
        QCOMPARE(steer({"--lambda-id", "0.25", "--pause"}).exitCode, 0);
        QTRY_VERIFY_WITH_TIMEOUT(runOf("steered").readStatus()->state == "paused", 60000);
        QCOMPARE(steer({}).result["status"]["settings"]["lambda_id"], Json(0.25));
        QCOMPARE(steer({"--resume", "--stop"}).exitCode, 0);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(runOf("steered").readStatus()->state, std::string("stopped"));
        const test::Run late = steer({"--rate", "1e-5"});
        QCOMPARE(late.exitCode, 2);
        QVERIFY2(late.error.contains("not going"), qPrintable(late.error));
    }

    void predictsWithWhatWasTrained() {
        const std::filesystem::path card = runOf("whole").model() / "whole.json";
        const std::filesystem::path out = study().scratch() / "predicted";
        const std::filesystem::path face = study().scratch() / "face.png";
        writePng(face, drawFace(3, 1));
        const test::Run run = runLimen(
            {"predict", text(face), "--aligned", "--select-qp", "--model", text(card), "--out", text(out)});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.result["files"].size(), std::size_t{1});
        const int qp = run.result["files"][0]["qp"].get<int>();
        QVERIFY(qp >= 13 && qp <= 51);
        for (const char* name : {"face.jnd.png", "face.residual.tiff", "face.residual.png"})
            QVERIFY2(std::filesystem::exists(out / name), name);
        const test::Run photo =
            runLimen({"predict", text(study().heldOut()), "--model", text(card), "--out", text(out)});
        QCOMPARE(photo.exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestTrainingEndToEnd)
#include "tst_training_e2e.moc"
