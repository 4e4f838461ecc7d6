// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "codecs/codec.h"
#include "codecs/hevc_slice_qp.h"
#include "codecs/textured_image.h"

class TestHevcQp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStreamHasTheQpAskedFor_data() {
        QTest::addColumn<QString>("setting");
        QTest::newRow("setting of record") << "hevc";
        QTest::newRow("fastest") << "hevc:preset=ultrafast";
        QTest::newRow("slow") << "hevc:preset=slow";
    }

    void everyStreamHasTheQpAskedFor() {
        QFETCH(QString, setting);
        const std::unique_ptr<limen::Codec> codec = limen::createCodec(setting.toStdString());
        QCOMPARE(codec->levels().count(), 39);
        // Two images, because x265 adapts to content when it is allowed to.
        for (const unsigned seed : {1U, 2U}) {
            const limen::RgbImage image = limen::test::texturedImage(112, 112, seed);
            for (const int qp : codec->levels().all()) {
                const limen::Encoded encoded = codec->encode(image, qp);
                const limen::test::HevcQuantisation found =
                    limen::test::readHevcQuantisation(encoded.bitstream);
                QCOMPARE(found.sliceQp, qp);
                QCOMPARE(found.pictures, 1);
                QCOMPARE(found.slices, 1);
                QVERIFY(found.allIntra);
                QVERIFY(!found.qpVariesInside);
                QCOMPARE(found.cbOffset, 0);
                QCOMPARE(found.crOffset, 0);
            }
        }
    }

    void headersAreTheBytesBeforeTheSlice() {
        const std::unique_ptr<limen::Codec> codec = limen::createCodec("hevc");
        const limen::Encoded encoded = codec->encode(limen::test::texturedImage(112, 112, 3), 30);
        // The slice (IDR_W_RADL 0x26 or IDR_N_LP 0x28) follows the parameter sets, with a start code of 3 or
        // 4 bytes.
        const std::vector<std::uint8_t>& stream = encoded.bitstream;
        std::size_t at = encoded.headerBytes;
        QVERIFY(at + 5 < stream.size());
        while (stream[at] == 0)
            ++at;
        QCOMPARE(int{stream[at]}, 1);
        QVERIFY(stream[at + 1] == 0x26 || stream[at + 1] == 0x28);
        QVERIFY(at - encoded.headerBytes == 2 || at - encoded.headerBytes == 3);
    }
};

QTEST_GUILESS_MAIN(TestHevcQp)
#include "tst_hevc_qp.moc"
