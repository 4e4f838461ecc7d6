// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "jobs/command_line_text.h"
#include "jobs/jobs.h"

using namespace limen;

/// A command that is passed on says what was done and not where somebody keeps things.
class TestCommandLineText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatDiffersFromTheDefaultsIsSaid() {
        QCOMPARE(commandLineText(
                     evaluateJob(), {{"study", "a b.limen"}, {"table", "3"}, {"bias", true}}, {.seed = 4}),
                 std::string("limen evaluate --study 'a b.limen' --table 3 --bias --seed 4"));
    }
    void whatIsPassedOnHasNoFolders_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("portable");
        QTest::newRow("name") << "jiang22"
                              << "jiang22";
        QTest::newRow("names") << "all,jiang22"
                               << "all,jiang22";
        QTest::newRow("card") << "/somewhere/one.json"
                              << "one.json";
        QTest::newRow("cards") << "/somewhere/one.json,/somewhere/two.json"
                               << "one.json,two.json";
        QTest::newRow("name and card") << "all,/somewhere/one.json,wu17"
                                       << "all,one.json,wu17";
    }
    void whatIsPassedOnHasNoFolders() {
        QFETCH(QString, value);
        QFETCH(QString, portable);
        const Json params = {{"study", "/somewhere/faces.limen"}, {"eye-models", value.toStdString()}};
        QCOMPARE(QString::fromStdString(portableCommandLine(evaluateJob(), params, {.threads = 3})),
                 QStringLiteral("limen evaluate --study faces.limen --eye-models %1").arg(portable));
    }
};

QTEST_APPLESS_MAIN(TestCommandLineText)
#include "tst_command_line_text.moc"
