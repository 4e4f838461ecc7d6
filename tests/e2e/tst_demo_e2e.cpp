// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QTemporaryDir>
#include <QtTest>

#include "evaluation/page_reader.h"
#include "limen_process.h"

using namespace limen;
using namespace limen::test;
namespace fs = std::filesystem;

/// The demonstration as a newcomer runs it, with fewer people.
class TestDemoEndToEnd : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    Run m_run;

    QStringList arguments() const {
        return {QStringLiteral("demo"),
                m_dir.path(),
                QStringLiteral("--identities"),
                QStringLiteral("5"),
                QStringLiteral("--images"),
                QStringLiteral("4"),
                QStringLiteral("--distractors"),
                QStringLiteral("30")};
    }

private Q_SLOTS:
    void initTestCase() {
        m_run = runLimen(arguments());
        QVERIFY2(m_run.exitCode == 0, m_run.error.right(500).toUtf8().constData());
    }

    void resultNamesStudyAndReport() {
        QVERIFY(fs::exists(fs::path(m_run.result["study"].get<std::string>()) / "study.sqlite"));
        QVERIFY(fs::is_regular_file(m_run.result["report"].get<std::string>()));
        QVERIFY(m_run.result["seconds"].get<double>() > 0.0);
        for (const char* verb : {"sample", "import", "encode", "label", "accuracy", "report"})
            QVERIFY2(m_run.result["steps"].contains(verb), verb);
        // The built-in baseline recognises hardly anybody in photographs.
        QVERIFY(m_run.result["recognizer"] == "hog-baseline" || m_run.result["flags"]["ok"].get<int>() > 0);
    }

    void everyPhotographIsFoundAndStudied() {
        const Run info = runLimen({QStringLiteral("info"),
                                   QStringLiteral("--study"),
                                   text(m_run.result["study"].get<std::string>())});
        // The aligner may miss a face, but not many.
        QVERIFY(info.result["probes"]["images"].get<int>() >= 18);
        QVERIFY(info.result["distractors"]["images"].get<int>() >= 27);
        QCOMPARE(m_run.result["labelled"], info.result["probes"]["images"]);
    }

    void theReportSaysTheSame() {
        const Page page = readPage(m_run.result["report"].get<std::string>());
        QCOMPARE(page.error, QString());
        QVERIFY(std::abs(page.field("threshold").toDouble() - m_run.result["threshold"].get<double>()) <
                1e-6);
        QCOMPARE(page.field("flag_ok").toInt(), m_run.result["flags"]["ok"].get<int>());
        QCOMPARE(page.tables.value(QStringLiteral("curve")).size(), std::size_t(39));
        QVERIFY(page.bytes.size() < 3'000'000);
        QVERIFY(page.text.contains(QStringLiteral("limen import probes --study demo.limen")));
    }

    void aSecondRunFindsEverythingDone() {
        const Run again = runLimen(arguments());
        QCOMPARE(again.exitCode, 0);
        for (const char* key : {"labelled", "threshold", "tar", "histogram", "jnd"})
            QCOMPARE(again.result[key], m_run.result[key]);
    }
};

QTEST_GUILESS_MAIN(TestDemoEndToEnd)
#include "tst_demo_e2e.moc"
