// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <unistd.h>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <random>

#include "base/safe_file.h"
#include "limen_process.h"

using namespace limen;
using namespace limen::test;
namespace fs = std::filesystem;

/// The program from photographs to labels, as a user runs it.
class TestLabellingEndToEnd : public QObject {
    Q_OBJECT

private:
    static constexpr int identities = 8;
    static constexpr int imagesEach = 4;

    QStringList label(const fs::path& study, const QStringList& more = {}) const {
        return QStringList{QStringLiteral("label"),
                           QStringLiteral("--study"),
                           text(study),
                           QStringLiteral("--codec"),
                           QStringLiteral("hevc"),
                           QStringLiteral("--recognizer"),
                           QStringLiteral("hog-baseline"),
                           QStringLiteral("--far"),
                           QStringLiteral("1e-3")} +
               more;
    }

    std::string exportedLabels(const fs::path& study) {
        const fs::path out = study.parent_path() / (study.stem().string() + "-out");
        const Run run = runLimen({QStringLiteral("export"),
                                  QStringLiteral("--study"),
                                  text(study),
                                  QStringLiteral("--what"),
                                  QStringLiteral("labels"),
                                  QStringLiteral("--out"),
                                  text(out)});
        return run.exitCode == 0 ? readTextFile(out / "labels.csv")
                                 : "export failed: " + run.error.toStdString();
    }

    fs::path copyOfImported(const char* name) {
        const fs::path copy = m_folder / name;
        fs::copy(m_folder / "imported.limen", copy, fs::copy_options::recursive);
        return copy;
    }

private Q_SLOTS:
    void initTestCase() {
        m_folder = m_dir.path().toStdString();
        drawPeople(m_folder / "photos", identities, imagesEach, 60);
        for (const char* role : {"probe", "distractor"}) {
            const Run run = runLimen({QStringLiteral("import"),
                                      text(m_folder / "photos" / (std::string(role) + "s")),
                                      QStringLiteral("--study"),
                                      text(m_folder / "imported.limen"),
                                      QStringLiteral("--role"),
                                      QString::fromUtf8(role),
                                      QStringLiteral("--aligned")});
            QCOMPARE(run.exitCode, 0);
        }
        const Run run = runLimen(label(copyOfImported("whole.limen")));
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.result["labelled"].get<int>(), identities * imagesEach);
        m_undisturbed = exportedLabels(m_folder / "whole.limen");
        QVERIFY(m_undisturbed.starts_with(
            "image,identity,role,codec,recognizer,far,reading,threshold,jnd_qp,bpp,flag\n"));
        m_plain = run.result;
    }

    void resultHoldsWhatTheContractSays() {
        for (const char* key : {"threshold",
                                "far",
                                "tar",
                                "tar_by_identity",
                                "impostor_pairs",
                                "labelled",
                                "flags",
                                "histogram",
                                "differs",
                                "seconds"})
            QVERIFY2(m_plain.contains(key), key);
        QVERIFY(m_plain["differs"].is_null());
        QCOMPARE(m_plain["impostor_pairs"].get<int>(), identities * imagesEach * 60);
        QVERIFY(m_plain["far"].get<double>() <= 1e-3);
        int inHistogram = 0;
        for (const Json& count : m_plain["histogram"])
            inHistogram += count.get<int>();
        QCOMPARE(inHistogram, m_plain["flags"]["ok"].get<int>());
        QVERIFY(inHistogram > 0);
    }

    void exhaustiveGivesTheSameLabels() {
        const fs::path study = copyOfImported("exhaustive.limen");
        const Run run = runLimen(label(study, {QStringLiteral("--exhaustive")}));
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.result["encoded"].get<int>(), identities * imagesEach * 39);
        QVERIFY(run.result["differs"].is_number());
        QCOMPARE(exportedLabels(study), m_undisturbed);
        QVERIFY(m_plain["encoded"].get<int>() < run.result["encoded"].get<int>());
    }

    void threadCountChangesNothing() {
        const fs::path study = copyOfImported("one.limen");
        QCOMPARE(runLimen(label(study, {QStringLiteral("--threads"), QStringLiteral("1")})).exitCode, 0);
        QCOMPARE(exportedLabels(study), m_undisturbed);
    }

    void killedTenTimesItEndsTheSame() {
        const fs::path study = copyOfImported("killed.limen");
        std::mt19937 random(7);
        for (int round = 0; round < 10; ++round) {
            QProcess process;
            process.start(QStringLiteral(LIMEN_PROGRAM), label(study));
            QVERIFY(process.waitForStarted());
            process.waitForFinished(static_cast<int>(50 + random() % 700));
            process.kill();  // SIGKILL
            process.waitForFinished();
        }
        QCOMPARE(runLimen(label(study)).exitCode, 0);
        QCOMPARE(exportedLabels(study), m_undisturbed);
    }

    void interruptedItSaysSoAndKeepsWhatWasDone() {
        const fs::path study = copyOfImported("interrupted.limen");
        QProcess process;
        process.start(QStringLiteral(LIMEN_PROGRAM), QStringList{QStringLiteral("--json")} + label(study));
        QVERIFY(process.waitForStarted());
        // The first progress line means that the job runs.
        process.setReadChannel(QProcess::StandardError);
        QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, 20000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(runLimen(label(study)).exitCode, 0);
        QCOMPARE(exportedLabels(study), m_undisturbed);
    }

    void accuracyFallsWithTheLevelAndHoldsAtTheJndPoints() {
        const Run run = runLimen({QStringLiteral("accuracy"),
                                  QStringLiteral("--study"),
                                  text(m_folder / "exhaustive.limen"),
                                  QStringLiteral("--far"),
                                  QStringLiteral("1e-3")});
        QCOMPARE(run.exitCode, 0);
        const Json& curve = run.result["curve"];
        QCOMPARE(curve.size(), std::size_t(39));
        QCOMPARE(curve.front()["level"].get<int>(), 13);
        QVERIFY(curve.front()["bpp"].get<double>() > curve.back()["bpp"].get<double>());
        QVERIFY(curve.front()["acc"].get<double>() > curve.back()["acc"].get<double>());
        // Constraint (1): at its JND point an image loses no accepted mate.
        QVERIFY(run.result["jnd"]["acc"].get<double>() >=
                run.result["jnd"]["acc_uncompressed"].get<double>());
    }

    void imagesAreExportedWithTheirJndPicture() {
        const fs::path out = m_folder / "pictures";
        const Run run = runLimen({QStringLiteral("export"),
                                  QStringLiteral("--study"),
                                  text(m_folder / "whole.limen"),
                                  QStringLiteral("--what"),
                                  QStringLiteral("images"),
                                  QStringLiteral("--out"),
                                  text(out)});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(readImage(out / "p0" / "p0_0" / "original.png") == drawFace(0, 0));
        QVERIFY(fs::exists(out / "p0" / "p0_0" / "qp51.png"));
        QVERIFY(fs::exists(out / "d0" / "d0" / "original.png"));
        QVERIFY(!fs::exists(out / "d0" / "d0" / "jnd.png"));
        const Json labelled =
            runLimen({QStringLiteral("info"), QStringLiteral("--study"), text(m_folder / "whole.limen")})
                .result;
        QVERIFY(labelled["labels"][0]["complete"].get<bool>());
    }

    void imagesOfACodecWithoutLabelsAreExportedToo() {
        const fs::path study = copyOfImported("two-codecs.limen");
        QCOMPARE(runLimen(label(study)).exitCode, 0);
        QCOMPARE(runLimen({QStringLiteral("encode"),
                           QStringLiteral("--study"),
                           text(study),
                           QStringLiteral("--codec"),
                           QStringLiteral("jpeg"),
                           QStringLiteral("--qp"),
                           QStringLiteral("50")})
                     .exitCode,
                 0);
        const fs::path out = m_folder / "jpeg-pictures";
        const QStringList exportImages = {QStringLiteral("export"),
                                          QStringLiteral("--study"),
                                          text(study),
                                          QStringLiteral("--what"),
                                          QStringLiteral("images"),
                                          QStringLiteral("--out"),
                                          text(out)};
        QCOMPARE(runLimen(exportImages).exitCode, 2);  // two codecs: one must be named
        QCOMPARE(
            runLimen(exportImages + QStringList{QStringLiteral("--codec"), QStringLiteral("jpeg")}).exitCode,
            0);
        QVERIFY(fs::exists(out / "p0" / "p0_0" / "qp50.png"));
        QVERIFY(!fs::exists(out / "p0" / "p0_0" / "jnd.png"));
    }

    void importingMoreMarksLabelsStale() {
        const fs::path study = copyOfImported("grown.limen");
        QCOMPARE(runLimen(label(study)).exitCode, 0);
        drawPeople(m_folder / "more", 1, 2, 0);
        fs::rename(m_folder / "more" / "probes" / "p0", m_folder / "more" / "probes" / "newcomer");
        for (int image = 0; image < 2; ++image)
            writePng(m_folder / "more" / "probes" / "newcomer" / ("n" + std::to_string(image) + ".png"),
                     drawFace(777, static_cast<std::uint64_t>(image)));
        QCOMPARE(runLimen({QStringLiteral("import"),
                           text(m_folder / "more" / "probes"),
                           QStringLiteral("--study"),
                           text(study),
                           QStringLiteral("--aligned")})
                     .exitCode,
                 0);
        const Run info = runLimen({QStringLiteral("info"), QStringLiteral("--study"), text(study)});
        QVERIFY(info.result["labels"][0]["stale"].get<bool>());
    }

private:
    QTemporaryDir m_dir;
    fs::path m_folder;
    std::string m_undisturbed;
    Json m_plain;
};

QTEST_GUILESS_MAIN(TestLabellingEndToEnd)
#include "tst_labelling_e2e.moc"
