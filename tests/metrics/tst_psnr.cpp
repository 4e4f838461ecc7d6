// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "metrics/psnr.h"

using limen::RgbImage;

class TestPsnr : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalImagesGiveInfinity() {
        RgbImage image(7, 5);
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{9});
        QVERIFY(std::isinf(limen::psnr(image, image)));
    }

    void blackAgainstWhiteGivesZero() {
        const RgbImage black(8, 8);
        RgbImage white(8, 8);
        std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
        QCOMPARE(limen::psnr(black, white), 0.0);
        QCOMPARE(limen::psnr(white, black), 0.0);
    }

    void aUniformDifferenceOfOneLevelGives48Decibels() {
        const RgbImage black(3, 3);
        RgbImage other(3, 3);
        std::fill(other.pixels.begin(), other.pixels.end(), std::uint8_t{1});
        QVERIFY(std::abs(limen::psnr(black, other) - 48.130803608679) < 1e-9);  // 20 log10(255)
    }

    void theErrorIsPooledOverPixelsAndChannels() {
        // One sample of twelve differs by 6: MSE = 3; 10 log10(65025 / 3) = 43.35959...
        const RgbImage black(2, 2);
        RgbImage other(2, 2);
        other.pixels[7] = 6;
        QVERIFY(std::abs(limen::psnr(black, other) - 10.0 * std::log10(21675.0)) < 1e-12);
    }

    void differentSizesAreRefused() {
        QVERIFY_EXCEPTION_THROWN(limen::psnr(RgbImage(2, 3), RgbImage(3, 2)), limen::Error);
    }
};

QTEST_GUILESS_MAIN(TestPsnr)
#include "tst_psnr.moc"
