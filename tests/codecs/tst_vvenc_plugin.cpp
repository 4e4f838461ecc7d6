// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <fstream>

#include "base/error.h"
#include "base/safe_file.h"
#include "codecs/codec.h"
#include "codecs/fake_encoder.h"
#include "codecs/textured_image.h"
#include "image/yuv420_buffer.h"

using namespace limen;
using namespace limen::test;

namespace {

std::string pluginFile(const std::string& name) {
    return std::string(FAKE_PLUGIN_FOLDER) + "/fake_vvenc_" + name + ".so";
}

std::string refusal() {
    try {
        createCodec("vvc");
        return "accepted";
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? error.what() : "not as bad input";
    }
}

}  // namespace

/// How Limen meets plug-ins for VVenC, good and bad.
class TestVvencPlugin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anUnusablePluginIsOneSentence_data() {
        QTest::addColumn<QString>("plugin");
        QTest::addColumn<QString>("said");
        QTest::newRow("other interface") << "number"
                                         << "another version of Limen";
        QTest::newRow("other library") << "mixed"
                                       << "was built for VVenC 1.14.0 and finds VVenC 1.15.0; build it again";
        QTest::newRow("old library") << "old"
                                     << "VVenC 1.9.0 is too old";
        QTest::newRow("missing") << "nowhere"
                                 << "LIMEN_VVENC_PLUGIN names";
    }
    void anUnusablePluginIsOneSentence() {
        QFETCH(QString, plugin);
        QFETCH(QString, said);
        const ScratchFolder empty;
        const Environment programs("LIMEN_VVENC", empty.path().string());
        const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile(plugin.toStdString()));
        QVERIFY2(QString::fromStdString(refusal()).contains(said), refusal().c_str());
    }

    void aFileThatIsNoLibraryIsOneSentence() {
        const ScratchFolder folder;
        const Environment programs("LIMEN_VVENC", folder.path().string());
        const std::string file = folder.path() / "text.so";
        std::ofstream(file) << "text";
        const Environment chosen("LIMEN_VVENC_PLUGIN", file);
        QVERIFY2(QString::fromStdString(refusal()).contains(QStringLiteral("cannot be loaded")),
                 refusal().c_str());
    }

    void aProgramStandsInForABrokenPluginAndItIsSaid() {
        const ScratchFolder folder;
        const Environment programs("LIMEN_VVENC", folder.path().string());
        const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile("mixed"));
        writeFakeEncoder(folder.path() / "vvencFFapp", "vvencFFapp version 1.14.0", goodEncoder);
        for (const CodecInfo& info : knownCodecs()) {
            if (info.name != "vvc")
                continue;
            QVERIFY(info.available);
            QVERIFY(QString::fromStdString(info.location).contains(QStringLiteral("vvencFFapp")));
            QVERIFY(QString::fromStdString(info.note).contains(QStringLiteral("was built for VVenC 1.14.0")));
        }
        createCodec("vvc")->encode(texturedImage(16, 16, 1), 30);
        QVERIFY(hasNoChildren());
    }

    void samplesGoInAndComeBackInOrder() {
        const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile("good"));
        const RgbImage image = texturedImage(37, 22, 1);
        const Encoded encoded = createCodec("vvc:preset=faster")->encode(image, 30);
        // The fake gives back what it was given: all that is lost is lost by the conversion.
        QCOMPARE(encoded.reconstruction, Yuv420Buffer(image, 8).toRgb(37, 22));
        QCOMPARE(encoded.bitstream.size(), std::size_t{23});
        QCOMPARE(encoded.headerBytes, std::size_t{16});
    }

    void aFailureIsOneSentence_data() {
        QTest::addColumn<QString>("plugin");
        QTest::addColumn<QString>("said");
        QTest::newRow("fails") << "fails"
                               << "VVenC failed at 16x16 pixels: it is only a test.";
        QTest::newRow("garbage") << "garbage"
                                 << "7 bytes that are no VVC picture.";
    }
    void aFailureIsOneSentence() {
        QFETCH(QString, plugin);
        QFETCH(QString, said);
        const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile(plugin.toStdString()));
        try {
            createCodec("vvc")->encode(texturedImage(16, 16, 1), 30);
            QFAIL("encoded");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Failure);
            QVERIFY2(QString::fromUtf8(error.what()).endsWith(said), error.what());
        }
    }

    void librariesAndProgramsShareAnIdentityThatNamesAllElse() {
        const ScratchFolder folder;
        const Environment programs("LIMEN_VVENC", folder.path().string());
        std::string inProcess;
        {
            const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile("good"));
            inProcess = createCodec("vvc")->identity();
            QVERIFY(createCodec("vvc:preset=faster")->identity() != inProcess);
            QCOMPARE(createCodec("vvc:preset=medium")->identity(), inProcess);
        }
        for (const char* part : {"VVenC 1.14.0", "preset=medium", "10 bit", "bt601", "IntraQPOffset=0"})
            QVERIFY2(QString::fromStdString(inProcess).contains(QLatin1String(part)), part);
        const Environment chosen("LIMEN_VVENC_PLUGIN", pluginFile("nowhere"));
        writeFakeEncoder(folder.path() / "vvencFFapp", "vvencFFapp version 1.14.0", goodEncoder);
        QCOMPARE(createCodec("vvc")->identity(), inProcess);
        writeFakeEncoder(folder.path() / "vvencFFapp", "vvencFFapp version 1.15.0", goodEncoder);
        QVERIFY(createCodec("vvc")->identity() != inProcess);
    }
};

QTEST_GUILESS_MAIN(TestVvencPlugin)
#include "tst_vvenc_plugin.moc"
