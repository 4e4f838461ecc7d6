// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "console_result.h"

using namespace limen;

namespace {

QString shown(const char* json) {
    return QString::fromStdString(formatResult(Json::parse(json)));
}

}  // namespace

class TestConsoleResult : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalarsStandInAlignedLines() {
        QCOMPARE(shown(R"({"b": 2, "long": "text", "none": null, "few": [1, 2.5], "small": 0.0001})"),
                 "b:     2\n"
                 "long:  text\n"
                 "none:  -\n"
                 "few:   1 2.5000\n"
                 "small: 0.0001\n");
    }

    void aListOfObjectsIsATable() {
        QCOMPARE(shown(R"({"rows": [{"a": 1, "b": "x"}, {"a": 22, "c": null}]})"),
                 "rows:\n"
                 "  a  b c\n"
                 "  1  x\n"
                 "  22   -\n");
    }

    void numbersByLevelAreBars() {
        QCOMPARE(shown(R"({"h": {"13": 0, "14": 1, "15": 2, "16": 0, "17": 4}})").count(QLatin1Char('#')),
                 13 + 25 + 50);
    }

    void namedNumbersAreNoBars() {
        QVERIFY(!shown(R"({"h": {"a": 0, "b": 1, "c": 2, "d": 0, "e": 4}})").contains('#'));
    }

    void whatHasTheSameMembersStandsSideBySide() {
        QCOMPARE(
            shown(
                R"({"times": {"what": "steps", "bf16": {"ms": 1, "cpu": 2}, "fp32": {"ms": 10, "cpu": 3}}})"),
            "times:\n"
            "  what: steps\n"
            "       ms cpu\n"
            "  bf16 1  2\n"
            "  fp32 10 3\n");
    }

    void whatLiesDeepIsIndented() {
        QCOMPARE(shown(R"({"runs": [{"n": 1, "times": {"a": {"ms": {"x": 1}}}}, {"n": 2, "times": {}}]})"),
                 "runs:\n"
                 "  1:\n"
                 "    n: 1\n"
                 "    times:\n"
                 "      a:\n"
                 "        ms:\n"
                 "          x: 1\n"
                 "  2:\n"
                 "    n:     2\n"
                 "    times: {}\n");
    }

    void longTablesAreCut() {
        Json rows = Json::array();
        for (int i = 0; i < 70; ++i)
            rows.push_back({{"a", i}});
        const QString text = QString::fromStdString(formatResult({{"rows", rows}}));
        QCOMPARE(text.count('\n'), 1 + 1 + 60 + 1);
        QVERIFY(text.contains("... and 10 more (--json shows all)"));
    }

    void withoutAResultNothingIsShown() { QVERIFY(formatResult(Json()).empty()); }
};

QTEST_GUILESS_MAIN(TestConsoleResult)
#include "tst_console_result.moc"
