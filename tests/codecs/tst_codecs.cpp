// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <random>
#include <thread>
#include <vector>

#include "base/error.h"
#include "codecs/codec.h"
#include "codecs/textured_image.h"
#include "metrics/psnr.h"

using limen::Codec;
using limen::Encoded;
using limen::RgbImage;
using limen::test::texturedImage;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Whether decode() refuses the stream as damaged. Anything but a picture or Error (Failure) fails the test.
bool isRefused(Codec& codec, const Bytes& stream, int width, int height) {
    try {
        const RgbImage image = codec.decode(stream, width, height);
        if (image.width != width || image.height != height)
            qFatal("a damaged stream was decoded to another size");
        return false;
    } catch (const limen::Error& error) {
        if (error.kind() != limen::ErrorKind::Failure)
            qFatal("a damaged stream is no bad input: %s", error.what());
        return true;
    }
}

}  // namespace

/// What holds for every codec.
class TestCodecs : public QObject {
    Q_OBJECT

private:
    static void everyCodec() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"hevc", "av1", "jpeg", "webp"})
            QTest::newRow(name) << name;
    }

    static std::unique_ptr<Codec> fetched() {
        QFETCH(QString, name);
        return limen::createCodec(name.toStdString());
    }

private Q_SLOTS:
    void levelsGoFromFineToCoarse_data() { everyCodec(); }
    void levelsGoFromFineToCoarse() {
        const auto codec = fetched();
        const RgbImage image = texturedImage(112, 112, 1);
        const limen::CodecLevels& levels = codec->levels();
        std::size_t before = image.pixels.size();
        double psnrBefore = 100.0;
        for (int index = 0; index < levels.count(); index += (levels.count() - 1) / 6) {
            const Encoded encoded = codec->encode(image, levels.level(index));
            QVERIFY(encoded.headerBytes > 0);
            QVERIFY(encoded.headerBytes < encoded.bitstream.size());
            QVERIFY(encoded.bitstream.size() < before);
            before = encoded.bitstream.size();
            const double psnr = limen::psnr(image, encoded.reconstruction);
            QVERIFY(psnr < psnrBefore);
            psnrBefore = psnr;
        }
        QVERIFY(psnrBefore > 10.0);
    }

    void theFinestLevelIsCloseToTheOriginal_data() { everyCodec(); }
    void theFinestLevelIsCloseToTheOriginal() {
        const auto codec = fetched();
        // Grey, so that 4:2:0 costs nothing: what remains is the codec's loss and the limited range.
        RgbImage image = texturedImage(112, 112, 2);
        for (std::size_t i = 0; i < image.pixels.size(); i += 3)
            image.pixels[i + 1] = image.pixels[i + 2] = image.pixels[i];
        QVERIFY(limen::psnr(image, codec->encode(image, codec->levels().finest).reconstruction) > 36.0);
    }

    void decodingGivesTheReconstruction_data() { everyCodec(); }
    void decodingGivesTheReconstruction() {
        const auto codec = fetched();
        const auto other = fetched();
        const RgbImage image = texturedImage(112, 112, 3);
        for (const int level : {codec->levels().finest, codec->levels().coarsest}) {
            const Encoded encoded = codec->encode(image, level);
            QCOMPARE(codec->decode(encoded.bitstream, 112, 112), encoded.reconstruction);
            QCOMPARE(other->decode(encoded.bitstream, 112, 112), encoded.reconstruction);
        }
    }

    void anImageLeavesNoTraceInTheNext_data() { everyCodec(); }
    void anImageLeavesNoTraceInTheNext() {
        const auto codec = fetched();
        const int level = codec->levels().level(codec->levels().count() / 2);
        const RgbImage a = texturedImage(112, 112, 4);
        const RgbImage b = texturedImage(112, 112, 5);
        const Encoded first = codec->encode(a, level);
        const Encoded second = codec->encode(b, level);
        const Encoded third = codec->encode(a, level);
        const Encoded fresh = fetched()->encode(b, level);
        QCOMPARE(third.bitstream.size(), first.bitstream.size());
        QCOMPARE(third.reconstruction, first.reconstruction);
        QCOMPARE(fresh.bitstream.size(), second.bitstream.size());
        QCOMPARE(fresh.reconstruction, second.reconstruction);
        QVERIFY(first.reconstruction != second.reconstruction);
    }

    void threadsGetTheSameResults_data() { everyCodec(); }
    void threadsGetTheSameResults() {
        QFETCH(QString, name);
        constexpr int threadCount = 4;
        std::vector<std::vector<Encoded>> results(threadCount);
        {
            std::vector<std::jthread> threads;
            for (std::vector<Encoded>& mine : results)
                threads.emplace_back([&mine, &name] {
                    const auto codec = limen::createCodec(name.toStdString());
                    for (unsigned seed = 0; seed < 3; ++seed)
                        for (const int index : {3, 9, 15})
                            mine.push_back(
                                codec->encode(texturedImage(64, 80, seed), codec->levels().level(index)));
                });
        }
        for (const std::vector<Encoded>& mine : results) {
            QCOMPARE(mine.size(), std::size_t{9});
            for (std::size_t i = 0; i < mine.size(); ++i) {
                QCOMPARE(mine[i].bitstream.size(), results[0][i].bitstream.size());
                QCOMPARE(mine[i].reconstruction, results[0][i].reconstruction);
            }
        }
    }

    void everySizeIsTaken_data() { everyCodec(); }
    void everySizeIsTaken() {
        const auto codec = fetched();
        const int level = codec->levels().finest;
        const std::vector<std::pair<int, int>> sizes = {
            {112, 112}, {1, 1}, {3, 5}, {17, 16}, {15, 200}, {111, 113}, {40, 64}, {1, 112}, {112, 112}};
        for (const auto& [width, height] : sizes) {
            const RgbImage image = texturedImage(width, height, 6);
            const Encoded encoded = codec->encode(image, level);
            QCOMPARE(encoded.reconstruction.width, width);
            QCOMPARE(encoded.reconstruction.height, height);
            QCOMPARE(encoded.reconstruction, fetched()->decode(encoded.bitstream, width, height));
            QVERIFY(limen::psnr(image, encoded.reconstruction) > 15.0);
        }
    }

    void levelsThatDoNotExistAreRefused_data() { everyCodec(); }
    void levelsThatDoNotExistAreRefused() {
        const auto codec = fetched();
        const limen::CodecLevels& levels = codec->levels();
        const RgbImage image = texturedImage(32, 32, 7);
        for (const int level : {levels.finest - levels.step, levels.coarsest + levels.step, -1, 1000}) {
            try {
                codec->encode(image, level);
                QFAIL("accepted");
            } catch (const limen::Error& error) {
                QCOMPARE(error.kind(), limen::ErrorKind::BadInput);
                QVERIFY(QString::fromStdString(error.what()).contains(QString::number(level)));
            }
        }
        QVERIFY_EXCEPTION_THROWN(codec->encode(RgbImage(), levels.finest), limen::Error);
    }

    void damagedStreamsAreRefusedAndHarmNothing_data() { everyCodec(); }
    void damagedStreamsAreRefusedAndHarmNothing() {
        const auto codec = fetched();
        const RgbImage image = texturedImage(112, 112, 8);
        const Encoded good = codec->encode(image, codec->levels().level(codec->levels().count() / 2));
        const Bytes& stream = good.bitstream;

        QVERIFY(isRefused(*codec, {}, 112, 112));
        QVERIFY(isRefused(*codec, Bytes(1000, 0), 112, 112));
        QVERIFY(isRefused(*codec, Bytes(1000, 0xff), 112, 112));
        QVERIFY(isRefused(*codec, stream, 64, 64));
        QVERIFY(isRefused(*codec, stream, 1000, 1000));
        QVERIFY(isRefused(*codec, Bytes(stream.begin(), stream.begin() + 1), 112, 112));
        QVERIFY(isRefused(
            *codec,
            Bytes(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(good.headerBytes) / 2),
            112,
            112));
        QVERIFY(isRefused(*codec, Bytes(stream.begin() + 9, stream.end()), 112, 112));

        // Cut anywhere. Only HEVC has no lengths inside: a cut in its arithmetic code cannot be told from its
        // end, and may give a picture of the right size.
        int refused = 0;
        int cuts = 0;
        for (std::size_t length = 1; length < stream.size(); length += 1 + stream.size() / 60, ++cuts)
            refused += isRefused(*codec,
                                 Bytes(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(length)),
                                 112,
                                 112);
        if (codec->name() == "hevc")
            QVERIFY(refused > 0);
        else
            QCOMPARE(refused, cuts);
        qInfo("%d of %d cut streams refused", refused, cuts);

        std::mt19937 random(9);
        int flippedRefused = 0;
        for (int round = 0; round < 300; ++round) {
            Bytes damaged = stream;
            for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
                damaged[random() % damaged.size()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
            flippedRefused += isRefused(*codec, damaged, 112, 112);
        }
        qInfo("%d of 300 streams with flipped bits refused", flippedRefused);

        QCOMPARE(codec->decode(stream, 112, 112), good.reconstruction);
        const Encoded again = codec->encode(image, codec->levels().level(codec->levels().count() / 2));
        QCOMPARE(again.reconstruction, good.reconstruction);
    }

    void twoPicturesInOneStreamAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("hevc") << "hevc";
        QTest::newRow("av1") << "av1";
    }
    void twoPicturesInOneStreamAreRefused() {
        const auto codec = fetched();
        const Encoded first = codec->encode(texturedImage(112, 112, 10), 40);
        const Encoded second = codec->encode(texturedImage(112, 112, 11), 40);
        Bytes both = first.bitstream;
        both.insert(both.end(), second.bitstream.begin(), second.bitstream.end());
        QVERIFY(isRefused(*codec, both, 112, 112));
        // Nothing of it may come out with the next picture.
        QCOMPARE(codec->decode(first.bitstream, 112, 112), first.reconstruction);
        QCOMPARE(codec->decode(second.bitstream, 112, 112), second.reconstruction);
    }

    void bitsPerPixelCountTheWholeStream() {
        QCOMPARE(limen::bitsPerPixel(1568, 112, 112), 1.0);
        QCOMPARE(limen::bitsPerPixel(3, 2, 3), 4.0);
    }
};

QTEST_GUILESS_MAIN(TestCodecs)
#include "tst_codecs.moc"
