// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>

#include "base/error.h"
#include "codecs/codec.h"
#include "codecs/hevc_codec.h"

using limen::CodecInfo;
using limen::CodecLevels;

namespace {

CodecInfo infoOf(const std::string& name) {
    for (const CodecInfo& info : limen::knownCodecs())
        if (info.name == name)
            return info;
    return {};
}

}  // namespace

class TestCodecSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAreThoseOfTheContract() {
        QCOMPARE(infoOf("hevc").levels, (CodecLevels{"QP", 13, 51, 1}));
        QCOMPARE(infoOf("vvc").levels, (CodecLevels{"QP", 13, 51, 1}));
        QCOMPARE(infoOf("vtm").levels, (CodecLevels{"QP", 13, 51, 1}));
        QCOMPARE(infoOf("av1").levels, (CodecLevels{"CRF", 10, 62, 1}));
        QCOMPARE(infoOf("jpeg").levels, (CodecLevels{"quality", 95, 5, -5}));
        QCOMPARE(infoOf("webp").levels, (CodecLevels{"quality", 95, 5, -5}));
    }

    void levelsCountInSteps() {
        const CodecLevels falling{"quality", 95, 5, -5};
        QCOMPARE(falling.count(), 19);
        QCOMPARE(falling.level(0), 95);
        QCOMPARE(falling.level(18), 5);
        QCOMPARE(falling.indexOf(95), 0);
        QCOMPARE(falling.indexOf(5), 18);
        QCOMPARE(falling.indexOf(50), 9);
        for (const int missing : {100, 0, 93, -5})
            QCOMPARE(falling.indexOf(missing), -1);
        const CodecLevels rising{"QP", 13, 51, 1};
        QCOMPARE(rising.indexOf(13), 0);
        QCOMPARE(rising.indexOf(51), 38);
        QCOMPARE(rising.indexOf(12), -1);
        QCOMPARE(rising.indexOf(52), -1);
        QCOMPARE(rising.all().size(), std::size_t{39});
        QCOMPARE(falling.all().back(), 5);
    }

    void unusableSettingsSayWhatExists_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown name") << "h264"
                                      << "hevc, av1, jpeg, webp, vvc, vtm";
        QTest::newRow("no name") << ""
                                 << "hevc, av1, jpeg, webp, vvc, vtm";
        QTest::newRow("unknown key") << "hevc:speed=3"
                                     << "preset=medium";
        QTest::newRow("unknown value") << "hevc:preset=turbo"
                                       << "ultrafast";
        QTest::newRow("number out of range") << "av1:cpu-used=9"
                                             << "0, 1, 2";
        QTest::newRow("number with a tail") << "av1:cpu-used=6x"
                                            << "0, 1, 2";
        QTest::newRow("no value") << "hevc:preset"
                                  << "key=value";
        QTest::newRow("empty list") << "hevc:"
                                    << "key=value";
        QTest::newRow("dangling comma") << "hevc:preset=fast,"
                                        << "key=value";
        QTest::newRow("twice") << "hevc:preset=fast,preset=slow"
                               << "twice";
        QTest::newRow("key of another codec") << "jpeg:preset=fast"
                                              << "none";
        QTest::newRow("x265 smuggled in") << "hevc:preset=medium:qp=1"
                                          << "ultrafast";
    }

    void unusableSettingsSayWhatExists() {
        QFETCH(QString, setting);
        QFETCH(QString, said);
        try {
            limen::createCodec(setting.toStdString());
            QFAIL("accepted");
        } catch (const limen::Error& error) {
            QCOMPARE(error.kind(), limen::ErrorKind::BadInput);
            QVERIFY2(QString::fromStdString(error.what()).contains(said), error.what());
            QVERIFY(!error.hint().empty());
        }
    }

    void whatIsNotThereSaysWhatItNeeds() {
        for (const CodecInfo& info : limen::knownCodecs()) {
            QVERIFY(!info.whatToInstall.empty());
            QCOMPARE(info.version.empty(), !info.available);
        }
    }

    void theIdentityNamesAllThatChangesTheOutput() {
        const std::string record = limen::createCodec("hevc")->identity();
        QCOMPARE(limen::createCodec("hevc:preset=medium")->identity(), record);
        QVERIFY(limen::createCodec("hevc:preset=slow")->identity() != record);
        QVERIFY(limen::createCodec("av1:cpu-used=4")->identity() != limen::createCodec("av1")->identity());
        const QString text = QString::fromStdString(record);
        for (const char* part : {"hevc", "x265 ", "preset=medium", "aq-mode=0", "psy-rd=0", "bt601"})
            QVERIFY2(text.contains(QLatin1String(part)), part);
        for (const char* name : {"hevc", "av1", "jpeg", "webp"}) {
            const CodecInfo info = infoOf(name);
            QVERIFY(info.available);
            QVERIFY(!info.version.empty());
            const std::string identity = limen::createCodec(name)->identity();
            QVERIFY(identity.find(info.version) != std::string::npos);
            QCOMPARE(limen::createCodec(name)->name(), std::string(name));
        }
    }

    void theSettingOfRecordIsTheContracts() {
        QCOMPARE(
            QString::fromStdString(limen::x265Parameters(32)),
            QString(
                "qp=32:ipratio=1:keyint=1:min-keyint=1:scenecut=0:bframes=0:rc-lookahead=0:info=0:aq-mode=0:"
                "cutree=0:psy-rd=0:psy-rdoq=0:pools=none:frame-threads=1:wpp=0"));
    }
};

QTEST_GUILESS_MAIN(TestCodecSettings)
#include "tst_codec_settings.moc"
