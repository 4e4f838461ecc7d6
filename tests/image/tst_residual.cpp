// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "image/colour_map.h"
#include "image/residual.h"

using namespace limen;

namespace {

RgbImage onePixel(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    RgbImage image(1, 1);
    image.pixels = {r, g, b};
    return image;
}

double linear(std::uint8_t code) {
    const double v = code / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

/// L of OKLab, computed from the 8-bit colour and not from the map's own course.
double lightness(Rgb8 c) {
    const double r = linear(c.red);
    const double g = linear(c.green);
    const double b = linear(c.blue);
    return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
           0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
           0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
}

}  // namespace

class TestResidual : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOriginalMinusTestWithItsSign() {
        const Residual residual = signedResidual(onePixel(0, 100, 255), onePixel(255, 103, 0));
        QCOMPARE(residual.at(0, 0)[0], std::int16_t{-255});
        QCOMPARE(residual.at(0, 0)[1], std::int16_t{-3});
        QCOMPARE(residual.at(0, 0)[2], std::int16_t{255});
    }

    void coversLastRowAndColumn() {
        RgbImage original(3, 2);
        RgbImage test(3, 2);
        original.at(2, 1)[2] = 1;  // one grey level in the very last sample
        const Residual residual = signedResidual(original, test);
        QCOMPARE(residual.at(2, 1)[2], std::int16_t{1});
        QCOMPARE(std::count(residual.values.begin(), residual.values.end(), std::int16_t{0}),
                 std::ptrdiff_t{17});
    }

    void refusesImagesOfDifferentSize() {
        QVERIFY_EXCEPTION_THROWN(signedResidual(RgbImage(2, 3), RgbImage(3, 2)), Error);
    }

    void planeShowsTheChosenChannel_data() {
        QTest::addColumn<int>("channel");
        QTest::addColumn<float>("expected");
        QTest::newRow("luma") << int(ResidualChannel::Luma) << -0.299F * 10 + 0.587F * 4 + 0.114F * 9;
        QTest::newRow("red") << int(ResidualChannel::Red) << -10.0F;
        QTest::newRow("green") << int(ResidualChannel::Green) << 4.0F;
        QTest::newRow("blue") << int(ResidualChannel::Blue) << 9.0F;
        QTest::newRow("largest in magnitude keeps its sign") << int(ResidualChannel::Largest) << -10.0F;
    }

    void planeShowsTheChosenChannel() {
        QFETCH(int, channel);
        QFETCH(float, expected);
        const Residual residual = signedResidual(onePixel(90, 104, 109), onePixel(100, 100, 100));
        const std::vector<float> plane = residualPlane(residual, static_cast<ResidualChannel>(channel));
        QCOMPARE(plane.size(), std::size_t{1});
        QCOMPARE(plane.front(), expected);
    }

    void rangeIgnoresTheShareAllowedAboveIt() {
        std::vector<float> plane(100, 2.0F);
        plane[17] = -90.0F;
        QCOMPARE(magnitudeExceededBy(plane, 0.0), 90.0F);
        QCOMPARE(magnitudeExceededBy(plane, 0.01), 2.0F);
        QCOMPARE(magnitudeExceededBy({}, 0.01), 0.0F);
    }

    void mapIsSymmetricInLightness_data() {
        QTest::addColumn<int>("centre");
        QTest::newRow("light centre") << int(DivergingMap::Centre::Light);
        QTest::newRow("dark centre") << int(DivergingMap::Centre::Dark);
    }

    void mapIsSymmetricInLightness() {
        QFETCH(int, centre);
        const DivergingMap map(static_cast<DivergingMap::Centre>(centre));
        for (int i = 0; i <= 100; ++i) {
            const double difference = lightness(map(i / 100.0)) - lightness(map(-i / 100.0));
            QVERIFY2(std::fabs(difference) < 0.006, qPrintable(QString::number(i)));  // rounding to 8 bits
        }
    }

    void mapIsMonotoneInLightness_data() { mapIsSymmetricInLightness_data(); }

    void mapIsMonotoneInLightness() {
        QFETCH(int, centre);
        const DivergingMap map(static_cast<DivergingMap::Centre>(centre));
        const double direction = centre == int(DivergingMap::Centre::Light) ? -1.0 : 1.0;
        for (int sign : {-1, 1})
            for (int i = 1; i <= 50; ++i)
                QVERIFY(direction *
                            (lightness(map(sign * i / 50.0)) - lightness(map(sign * (i - 1) / 50.0))) >
                        0.0);
    }

    void mapTellsSignsApartAndZeroIsGrey() {
        const DivergingMap map(DivergingMap::Centre::Light);
        const Rgb8 zero = map(0.0);
        QVERIFY(std::abs(zero.red - zero.green) <= 1 && std::abs(zero.green - zero.blue) <= 1);
        QVERIFY(map(1.0).red > map(1.0).blue + 80);
        QVERIFY(map(-1.0).blue > map(-1.0).red + 80);
        QCOMPARE(map(7.0), map(1.0));
        QCOMPARE(map(-7.0), map(-1.0));
        QCOMPARE(map(std::numeric_limits<double>::quiet_NaN()), zero);
    }
};

QTEST_GUILESS_MAIN(TestResidual)
#include "tst_residual.moc"
