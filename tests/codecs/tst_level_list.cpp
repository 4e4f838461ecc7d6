// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "base/error.h"
#include "codecs/level_list.h"

using namespace limen;

namespace {

const CodecLevels qp = {"QP", 13, 51, 1};
const CodecLevels quality = {"quality", 95, 5, -5};

}  // namespace

class TestLevelList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsComeFineToCoarseAndOnce() {
        QCOMPARE(parseLevels("", qp).size(), std::size_t(39));
        QCOMPARE(parseLevels("22,32,37", qp), (std::vector<int>{22, 32, 37}));
        QCOMPARE(parseLevels("37, 20-22, 21", qp), (std::vector<int>{20, 21, 22, 37}));
        QCOMPARE(parseLevels("22-20", qp), (std::vector<int>{20, 21, 22}));
        // Qualities fall from fine to coarse, in steps of 5.
        QCOMPARE(parseLevels("80-90", quality), (std::vector<int>{90, 85, 80}));
    }

    void listsAreWrittenAsTheyAreRead() {
        QCOMPARE(levelListText({}, qp), std::string());
        QCOMPARE(levelListText({37}, qp), std::string("37"));
        QCOMPARE(levelListText({51, 37, 38, 22, 49, 50, 22}, qp), std::string("22,37,38,49-51"));
        QCOMPARE(levelListText({5, 10, 15, 90, 95}, quality), std::string("95,90,15-5"));
        for (const char* text : {"13-51", "20,22-24", "13"})
            QCOMPARE(levelListText(parseLevels(text, qp), qp), std::string(text));
    }

    void levelsTheCodecLacksAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ofQuality");
        QTest::newRow("too fine") << QStringLiteral("12") << false;
        QTest::newRow("too coarse") << QStringLiteral("52") << false;
        QTest::newRow("range beyond the end") << QStringLiteral("50-60") << false;
        QTest::newRow("between two qualities") << QStringLiteral("93") << true;
        QTest::newRow("no number") << QStringLiteral("fine") << false;
        QTest::newRow("open range") << QStringLiteral("13-") << false;
    }
    void levelsTheCodecLacksAreRefused() {
        QFETCH(QString, text);
        QFETCH(bool, ofQuality);
        QVERIFY_EXCEPTION_THROWN(parseLevels(text.toStdString(), ofQuality ? quality : qp), Error);
    }

    void theSentenceSaysWhatThereIs() {
        try {
            parseLevels("93", quality);
            QFAIL("there is no quality 93");
        } catch (const Error& error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("quality 93")));
            QVERIFY(QString::fromStdString(error.hint()).contains(QStringLiteral("95 to 5 in steps of 5")));
        }
    }
};

QTEST_GUILESS_MAIN(TestLevelList)
#include "tst_level_list.moc"
