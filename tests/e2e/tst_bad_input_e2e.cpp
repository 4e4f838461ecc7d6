// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>
#include <QTemporaryDir>
#include <QtTest>

#include "base/safe_file.h"
#include "limen_process.h"
#include "study/study.h"

using namespace limen;
using namespace limen::test;
namespace fs = std::filesystem;

/// Each bad input: one clear sentence, the exit code of the contract, nothing half-written.
class TestBadInput : public QObject {
    Q_OBJECT

private:
    fs::path m_folder;
    QTemporaryDir m_dir;

    fs::path file(const char* name) const { return m_folder / name; }

    Run import(const fs::path& photos, const fs::path& study, const QStringList& more = {}) const {
        return runLimen(QStringList{QStringLiteral("import"),
                                    text(photos),
                                    QStringLiteral("--study"),
                                    text(study),
                                    QStringLiteral("--aligned")} +
                        more);
    }

    /// One sentence: no stack, no newline, a full stop; and it says the expected words.
    static void verifySentence(const Run& run, int exitCode, const char* words) {
        QVERIFY2(run.result.is_object(), "one JSON object on standard output");
        const std::string message = run.result.value("error", "");
        QVERIFY2(message.find(words) != std::string::npos, message.c_str());
        QVERIFY2(message.find('\n') == std::string::npos && message.back() == '.', message.c_str());
        QCOMPARE(run.exitCode, exitCode);
    }

private Q_SLOTS:
    void initTestCase() {
        m_folder = m_dir.path().toStdString();
        drawPeople(file("photos"), 2, 2, 3);
        QCOMPARE(import(file("photos") / "probes", file("good.limen")).exitCode, 0);
        QCOMPARE(import(file("photos") / "distractors",
                        file("good.limen"),
                        {QStringLiteral("--role"), QStringLiteral("distractor")})
                     .exitCode,
                 0);
    }

    void emptyFolder() {
        fs::create_directory(file("empty"));
        verifySentence(import(file("empty"), file("e.limen")), 1, "empty");
        QVERIFY(!fs::exists(file("e.limen")));
    }

    void missingFolderAndMissingCard() {
        verifySentence(import(file("nowhere"), file("x.limen")), 2, "There is no folder");
        QVERIFY(!fs::exists(file("x.limen")));
        verifySentence(runLimen({QStringLiteral("import"),
                                 text(file("photos") / "probes"),
                                 QStringLiteral("--study"),
                                 text(file("y.limen")),
                                 QStringLiteral("--detector"),
                                 QStringLiteral("/no/card.json")}),
                       2,
                       "/no/card.json");
        QVERIFY(!fs::exists(file("y.limen")));
    }

    void cardWhoseHashDiffers() {
        writeFileAtomically(file("net.onnx"), std::string_view("not what the card says"));
        writeFileAtomically(file("card.json"),
                            std::string_view(R"({"name": "n", "task": "face-recognition", "format": "onnx",
                "architecture": "x", "files": ["net.onnx"], "licence": "l", "source": "s",
                "sha256": {"net.onnx": "00000000000000000000000000000000000000000000000000000000000000ff"}})"));
        verifySentence(runLimen({QStringLiteral("label"),
                                 QStringLiteral("--study"),
                                 text(file("good.limen")),
                                 QStringLiteral("--recognizer"),
                                 text(file("card.json"))}),
                       2,
                       "net.onnx");
    }

    void damagedPhotographsAreListedAndTheOthersImported() {
        const fs::path photos = file("mixed");
        fs::create_directories(photos / "p");
        writePng(photos / "p" / "good.png", drawFace(31, 0));
        const auto png = readFile(photos / "p" / "good.png");
        writeFileAtomically(photos / "p" / "cut.png", std::span(png).first(png.size() / 2));
        writeFileAtomically(photos / "p" / "text.png", std::string_view("this is no image"));
        writePng(photos / "p" / "dot.png", RgbImage(1, 1));
        const Run run = import(photos, file("mixed.limen"));
        QCOMPARE(run.exitCode, 3);
        QCOMPARE(run.result["imported"].get<int>(), 1);
        QCOMPARE(run.result["failed"].size(), std::size_t(3));
        for (const Json& failed : run.result["failed"])
            QVERIFY(!failed["reason"].get<std::string>().empty());
    }

    void unreadableFolder() {
        if (::geteuid() == 0)
            QSKIP("permissions do not bind the root user");
        fs::create_directory(file("locked"));
        fs::permissions(file("locked"), fs::perms::none);
        const Run run = import(file("locked"), file("l.limen"));
        fs::permissions(file("locked"), fs::perms(0755));
        verifySentence(run, 2, "locked");
        QVERIFY(!fs::exists(file("l.limen")));
    }

    void readOnlyStudy() {
        if (::geteuid() == 0)
            QSKIP("permissions do not bind the root user");
        const fs::path study = file("readonly.limen");
        fs::copy(file("good.limen"), study, fs::copy_options::recursive);
        for (const auto& entry : fs::directory_iterator(study))
            fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::remove);
        fs::permissions(study, fs::perms::owner_write, fs::perm_options::remove);
        const Run run = runLimen({QStringLiteral("label"),
                                  QStringLiteral("--study"),
                                  text(study),
                                  QStringLiteral("--recognizer"),
                                  QStringLiteral("hog-baseline")});
        const Run info = runLimen({QStringLiteral("info"), QStringLiteral("--study"), text(study)});
        fs::permissions(study, fs::perms(0755));
        verifySentence(run, 1, "read-only");
        QCOMPARE(info.exitCode, 0);
    }

    void studyFromTheFutureStaysAsItIs() {
        const fs::path study = file("future.limen");
        Study::create(study).database().exec("PRAGMA user_version = 99");
        const auto before = readFile(study / "study.sqlite");
        verifySentence(import(file("photos") / "probes", study), 1, "newer Limen");
        verifySentence(
            runLimen({QStringLiteral("info"), QStringLiteral("--study"), text(study)}), 1, "newer Limen");
        QVERIFY(readFile(study / "study.sqlite") == before);
    }

    void codecsThatAreNotThere() {
        // Whatever this machine has of VVC.
        for (const char* place : {"LIMEN_VTM", "LIMEN_VVENC", "LIMEN_VVENC_PLUGIN"})
            qputenv(place, "/nonexistent");
        for (const char* codec : {"vvc", "vtm", "h264", "hevc:preset=warp", "hevc:colour=red"}) {
            const Run run = runLimen({QStringLiteral("label"),
                                      QStringLiteral("--study"),
                                      text(file("good.limen")),
                                      QStringLiteral("--codec"),
                                      QString::fromUtf8(codec),
                                      QStringLiteral("--recognizer"),
                                      QStringLiteral("hog-baseline")});
            QVERIFY2(run.exitCode == 2 && run.result.contains("error"), codec);
        }
    }

    void aFarThatCannotBeResolvedNamesTheSmallest() {
        const Run run = runLimen({QStringLiteral("label"),
                                  QStringLiteral("--study"),
                                  text(file("good.limen")),
                                  QStringLiteral("--recognizer"),
                                  QStringLiteral("hog-baseline")});
        verifySentence(run, 1, "cannot be resolved");
        QVERIFY(run.result["hint"].get<std::string>().find("0.0833") !=
                std::string::npos);  // 1 of 4 x 3 pairs
    }

    void usageErrors_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no verb") << QStringList{};
        QTest::newRow("unknown verb") << QStringList{QStringLiteral("frobnicate")};
        QTest::newRow("unknown option")
            << QStringList{QStringLiteral("info"), QStringLiteral("--stdy"), QStringLiteral("x")};
        QTest::newRow("missing option") << QStringList{QStringLiteral("info")};
        QTest::newRow("threads") << QStringList{
            QStringLiteral("codecs"), QStringLiteral("--threads"), QStringLiteral("-1")};
        QTest::newRow("device") << QStringList{
            QStringLiteral("codecs"), QStringLiteral("--device"), QStringLiteral("abacus")};
    }
    void usageErrors() {
        QFETCH(QStringList, arguments);
        const Run run = runLimen(arguments);
        QCOMPARE(run.exitCode, 2);
        QVERIFY(!run.error.isEmpty());
    }

    void helpNeedsNoDisplayAndNoStudy() {
        for (const char* verb : {"label", "import", "bench"}) {
            QProcess process;
            process.start(QStringLiteral(LIMEN_PROGRAM), {QString::fromUtf8(verb), QStringLiteral("--help")});
            QVERIFY(process.waitForFinished(20000));
            QCOMPARE(process.exitCode(), 0);
            QVERIFY(process.readAllStandardOutput().contains("Usage"));
        }
    }
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input_e2e.moc"
