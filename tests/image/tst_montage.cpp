// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "base/error.h"
#include "image/image_file.h"
#include "image/montage.h"

using namespace limen;

namespace {

RgbImage plain(int side, std::uint8_t grey) {
    RgbImage image(side, side);
    std::fill(image.pixels.begin(), image.pixels.end(), grey);
    return image;
}

}  // namespace

class TestMontage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesLieRowByRow() {
        const std::vector<RgbImage> pictures = {plain(8, 10), plain(8, 20), plain(8, 30), plain(8, 40)};
        const RgbImage sheet = montage(
            pictures, {.columns = 3, .cellWidth = 8, .cellHeight = 8, .gap = 2, .background = {255, 0, 7}});
        QCOMPARE(sheet.width, 28);
        QCOMPARE(sheet.height, 18);
        QCOMPARE(int(*sheet.at(0, 0)), 10);
        QCOMPARE(int(*sheet.at(10, 7)), 20);
        QCOMPARE(int(*sheet.at(27, 0)), 30);
        QCOMPARE(int(*sheet.at(0, 10)), 40);
        // The gap and the cells without a picture keep the background.
        for (const auto& [x, y] : {std::pair{8, 0}, std::pair{0, 8}, std::pair{10, 10}, std::pair{27, 17}}) {
            QCOMPARE(int(sheet.at(x, y)[0]), 255);
            QCOMPARE(int(sheet.at(x, y)[1]), 0);
            QCOMPARE(int(sheet.at(x, y)[2]), 7);
        }
    }

    void picturesAreScaledByArea() {
        RgbImage checks(4, 4);
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 4; ++x)
                std::fill_n(checks.at(x, y), 3, static_cast<std::uint8_t>((x + y) % 2 == 0 ? 0 : 200));
        const std::vector<RgbImage> one = {checks};
        const RgbImage sheet = montage(one, {.columns = 1, .cellWidth = 2, .cellHeight = 2});
        QCOMPARE(int(*sheet.at(0, 0)), 100);
        QCOMPARE(int(*sheet.at(1, 1)), 100);
    }

    void manyPeopleBecomeColumnsAndFewRows() {
        const ContactSheet many = contactSheet({{plain(4, 1)}, {plain(4, 2), plain(4, 3)}, {plain(4, 4)}}, 4);
        QVERIFY(many.personPerColumn);
        QCOMPARE(many.image.width, 16);
        QCOMPARE(many.image.height, 10);
        QCOMPARE(int(*many.image.at(6, 6)), 3);    // second picture of the second person
        QCOMPARE(int(*many.image.at(0, 6)), 255);  // the first person has one only
        const ContactSheet few = contactSheet({{plain(4, 1), plain(4, 2), plain(4, 3)}}, 4);
        QVERIFY(!few.personPerColumn);
        QCOMPARE(few.image.width, 16);
        QCOMPARE(few.image.height, 4);
    }

    void nothingIsRefused() {
        QVERIFY_EXCEPTION_THROWN(contactSheet({}, 4), Error);
        const std::vector<RgbImage> one = {plain(4, 1)};
        QVERIFY_EXCEPTION_THROWN(montage(one, {.columns = 0}), Error);
    }

    void jpegsAreReadBack() {
        const RgbImage grey = plain(16, 90);
        const RgbImage back = decodeImage(encodeJpeg(grey, 95), "a JPEG");
        QCOMPARE(back.width, 16);
        QVERIFY(std::abs(int(*back.at(8, 8)) - 90) <= 1);
        QVERIFY(encodeJpeg(grey, 95) == encodeJpeg(grey, 95));
        QVERIFY_EXCEPTION_THROWN(encodeJpeg(RgbImage(), 95), Error);
    }
};

QTEST_GUILESS_MAIN(TestMontage)
#include "tst_montage.moc"
