// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <array>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <vector>

#include "image/yuv420.h"

using limen::RgbImage;

namespace {

/// Planes with memory of their own, with padded rows so that a confusion of width and stride shows.
class OwnPlanes {
public:
    OwnPlanes(int width, int height)
        : m_width(width),
          m_height(height),
          m_y(bytes(width + 5, height)),
          m_u(bytes(width / 2 + 3, height / 2)),
          m_v(bytes(width / 2 + 7, height / 2)) {}

    limen::Yuv420Planes<std::uint8_t> planes() {
        return {m_width,
                m_height,
                m_y.data(),
                m_u.data(),
                m_v.data(),
                m_width + 5,
                m_width / 2 + 3,
                m_width / 2 + 7};
    }
    limen::Yuv420Planes<const std::uint8_t> constPlanes() const {
        return {m_width,
                m_height,
                m_y.data(),
                m_u.data(),
                m_v.data(),
                m_width + 5,
                m_width / 2 + 3,
                m_width / 2 + 7};
    }
    std::uint8_t& y(int x, int row) { return m_y[index(x, row, m_width + 5)]; }
    std::uint8_t& u(int x, int row) { return m_u[index(x, row, m_width / 2 + 3)]; }
    std::uint8_t& v(int x, int row) { return m_v[index(x, row, m_width / 2 + 7)]; }
    void fill(std::uint8_t y, std::uint8_t u, std::uint8_t v) {
        std::fill(m_y.begin(), m_y.end(), y);
        std::fill(m_u.begin(), m_u.end(), u);
        std::fill(m_v.begin(), m_v.end(), v);
    }

private:
    static std::vector<std::uint8_t> bytes(int stride, int rows) {
        return std::vector<std::uint8_t>(static_cast<std::size_t>(stride) * static_cast<std::size_t>(rows),
                                         77);
    }
    static std::size_t index(int x, int row, int stride) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(x);
    }
    int m_width;
    int m_height;
    std::vector<std::uint8_t> m_y, m_u, m_v;
};

RgbImage plain(int width, int height, std::array<int, 3> colour) {
    RgbImage image(width, height);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = static_cast<std::uint8_t>(colour[i % 3]);
    return image;
}

void setPixel(RgbImage& image, int x, int y, std::array<int, 3> colour) {
    for (std::size_t c = 0; c < 3; ++c)
        image.at(x, y)[c] = static_cast<std::uint8_t>(colour[c]);
}

/// Half up, of numerator / denominator (denominator > 0), in exact arithmetic.
int roundedHalfUp(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t doubled = 2 * numerator + denominator;
    std::int64_t quotient = doubled / (2 * denominator);
    if (doubled % (2 * denominator) < 0)
        --quotient;
    return static_cast<int>(quotient);
}

}  // namespace

class TestYuv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownColours_data() {
        QTest::addColumn<int>("r");
        QTest::addColumn<int>("g");
        QTest::addColumn<int>("b");
        QTest::addColumn<int>("y");
        QTest::addColumn<int>("u");
        QTest::addColumn<int>("v");
        // The 100 % colour bars of ITU-R BT.601 in 8 bits.
        QTest::newRow("white") << 255 << 255 << 255 << 235 << 128 << 128;
        QTest::newRow("black") << 0 << 0 << 0 << 16 << 128 << 128;
        QTest::newRow("red") << 255 << 0 << 0 << 81 << 90 << 240;
        QTest::newRow("green") << 0 << 255 << 0 << 145 << 54 << 34;
        QTest::newRow("blue") << 0 << 0 << 255 << 41 << 240 << 110;
        QTest::newRow("yellow") << 255 << 255 << 0 << 210 << 16 << 146;
        QTest::newRow("cyan") << 0 << 255 << 255 << 170 << 166 << 16;
        QTest::newRow("magenta") << 255 << 0 << 255 << 106 << 202 << 222;
        QTest::newRow("mid grey") << 128 << 128 << 128 << 126 << 128 << 128;
    }

    void knownColours() {
        QFETCH(int, r);
        QFETCH(int, g);
        QFETCH(int, b);
        QFETCH(int, y);
        QFETCH(int, u);
        QFETCH(int, v);
        const RgbImage image = plain(4, 2, {r, g, b});
        OwnPlanes planes(4, 2);
        limen::rgbToYuv420(image, planes.planes());
        QCOMPARE(int{planes.y(3, 1)}, y);
        QCOMPARE(int{planes.u(1, 0)}, u);
        QCOMPARE(int{planes.v(1, 0)}, v);
        // Limited range has 220 luma levels for 256: a level back and forth may move by one, saturated
        // colours by two.
        const RgbImage back = limen::yuv420ToRgb(planes.constPlanes(), 4, 2);
        QVERIFY(std::abs(back.at(1, 1)[0] - r) <= 2);
        QVERIFY(std::abs(back.at(1, 1)[1] - g) <= 2);
        QVERIFY(std::abs(back.at(1, 1)[2] - b) <= 2);
    }

    void everyGreyIsNeutralAndMovesByAtMostOne() {
        RgbImage ramp(256, 2);
        for (int x = 0; x < 256; ++x)
            for (int row = 0; row < 2; ++row)
                setPixel(ramp, x, row, {x, x, x});
        OwnPlanes planes(256, 2);
        limen::rgbToYuv420(ramp, planes.planes());
        const RgbImage back = limen::yuv420ToRgb(planes.constPlanes(), 256, 2);
        for (int x = 0; x < 256; ++x) {
            QCOMPARE(int{planes.y(x, 0)}, roundedHalfUp(16 * 255 + 219 * x, 255));
            QCOMPARE(int{planes.u(x / 2, 0)}, 128);
            QCOMPARE(int{planes.v(x / 2, 0)}, 128);
            const std::uint8_t* pixel = back.at(x, 1);
            QVERIFY(pixel[0] == pixel[1] && pixel[1] == pixel[2]);
            QVERIFY(std::abs(pixel[0] - x) <= 1);
        }
        QCOMPARE(int{back.at(0, 0)[0]}, 0);
        QCOMPARE(int{back.at(255, 0)[0]}, 255);
    }

    void chromaIsTheMeanOfFourPixelsRoundedOnce() {
        // Red is Cb 90.2, Cr 240; black 128, 128. One red pixel in four: Cr = 128 + 112/4 = 156 exactly,
        // Cb = 128 - 37.797/4 = 118.551 -> 119.
        RgbImage image(4, 2);
        setPixel(image, 2, 1, {255, 0, 0});
        OwnPlanes planes(4, 2);
        limen::rgbToYuv420(image, planes.planes());
        QCOMPARE(int{planes.u(0, 0)}, 128);
        QCOMPARE(int{planes.v(0, 0)}, 128);
        QCOMPARE(int{planes.u(1, 0)}, 119);
        QCOMPARE(int{planes.v(1, 0)}, 156);
        // Three red pixels: Cr = 128 + 84 = 212, Cb = 128 - 28.348 = 99.652 -> 100. Rounding each pixel first
        // would give (3 * 90 + 128 + 2) / 4 = 100 and (3 * 240 + 128) / 4 = 212 too; two blue and two red
        // would not: Cb = 128 + (2 * 112 - 2 * 37.797) / 4 = 165.102 -> 165, Cr = 128 + (2 * 112 - 2
        // * 18.214) / 4 = 174.893.
        setPixel(image, 2, 0, {255, 0, 0});
        setPixel(image, 3, 0, {0, 0, 255});
        setPixel(image, 3, 1, {0, 0, 255});
        limen::rgbToYuv420(image, planes.planes());
        QCOMPARE(int{planes.u(1, 0)}, 165);
        QCOMPARE(int{planes.v(1, 0)}, 175);
    }

    void conversionDownIsExactlyRounded() {
        std::mt19937 random(1);
        std::uniform_int_distribution<int> level(0, 255);
        OwnPlanes planes(2, 2);
        RgbImage image(2, 2);
        for (int round = 0; round < 20000; ++round) {
            for (std::uint8_t& value : image.pixels)
                value = static_cast<std::uint8_t>(level(random));
            limen::rgbToYuv420(image, planes.planes());
            std::int64_t blue = 0;
            std::int64_t red = 0;
            for (int i = 0; i < 4; ++i) {
                const std::uint8_t* p = image.at(i % 2, i / 2);
                const std::int64_t luma = 299 * p[0] + 587 * p[1] + 114 * p[2];
                QCOMPARE(int{planes.y(i % 2, i / 2)}, roundedHalfUp(16 * 255000 + 219 * luma, 255000));
                blue += 1000 * p[2] - luma;
                red += 1000 * p[0] - luma;
            }
            // 224/255 / 1.772 / 4 of thousandths, and 224/255 / 1.402 / 4.
            QCOMPARE(int{planes.u(0, 0)}, 128 + roundedHalfUp(224 * blue, std::int64_t{255} * 1772 * 4));
            QCOMPARE(int{planes.v(0, 0)}, 128 + roundedHalfUp(224 * red, std::int64_t{255} * 1402 * 4));
        }
    }

    void conversionUpIsExactlyRounded() {
        // A single chroma sample, so that every pixel sees it unmixed; sixteenths appear in the next test.
        OwnPlanes planes(2, 2);
        const auto clipped = [](int value) { return std::min(255, std::max(0, value)); };
        for (int y = 0; y < 256; y += 3)
            for (int u = 0; u < 256; u += 5)
                for (int v = 0; v < 256; v += 5) {
                    planes.fill(static_cast<std::uint8_t>(y),
                                static_cast<std::uint8_t>(u),
                                static_cast<std::uint8_t>(v));
                    const RgbImage image = limen::yuv420ToRgb(planes.constPlanes(), 1, 1);
                    // Over the common denominator 219 * 224 * 587 * 1000.
                    const std::int64_t scale = std::int64_t{219} * 224 * 587 * 1000;
                    const std::int64_t grey = std::int64_t{255} * (y - 16) * 224 * 587 * 1000;
                    const std::int64_t cb = std::int64_t{255} * (u - 128) * 219;
                    const std::int64_t cr = std::int64_t{255} * (v - 128) * 219;
                    QCOMPARE(int{image.pixels[0]}, clipped(roundedHalfUp(grey + 1402 * 587 * cr, scale)));
                    QCOMPARE(int{image.pixels[1]},
                             clipped(roundedHalfUp(grey - 114 * 1772 * cb - 299 * 1402 * cr, scale)));
                    QCOMPARE(int{image.pixels[2]}, clipped(roundedHalfUp(grey + 1772 * 587 * cb, scale)));
                }
    }

    void chromaIsInterpolatedBetweenCentresAndHeldAtTheEdges() {
        // Cr is 128 left and 144 right, luma constant. Centres at columns 0.5 and 2.5: the four columns see
        // 128, 132, 140, 144. Red is 255/219 * 84 + 1.402 * 255/224 * (Cr - 128) = 97.81 + 1.596 (Cr - 128).
        OwnPlanes planes(4, 2);
        planes.fill(100, 128, 128);
        planes.v(1, 0) = 144;
        const RgbImage across = limen::yuv420ToRgb(planes.constPlanes(), 4, 2);
        const int reds[] = {98, 104, 117, 123};
        for (int x = 0; x < 4; ++x)
            for (int row = 0; row < 2; ++row)
                QCOMPARE(int{across.at(x, row)[0]}, reds[x]);

        // The same downwards.
        OwnPlanes tall(2, 4);
        tall.fill(100, 128, 128);
        tall.v(0, 1) = 144;
        const RgbImage down = limen::yuv420ToRgb(tall.constPlanes(), 2, 4);
        for (int row = 0; row < 4; ++row)
            QCOMPARE(int{down.at(1, row)[0]}, reds[row]);

        // Both ways: with one corner at 144 the pixel next to the middle sees 9/16, 3/16 or 1/16 of the 16
        // levels.
        OwnPlanes both(4, 4);
        both.fill(100, 128, 128);
        both.v(1, 1) = 144;
        const RgbImage corner = limen::yuv420ToRgb(both.constPlanes(), 4, 4);
        QCOMPARE(int{corner.at(2, 2)[0]}, 112);  // 97.81 + 9 * 1.596
        QCOMPARE(int{corner.at(1, 2)[0]}, 103);  // 97.81 + 3 * 1.596
        QCOMPARE(int{corner.at(1, 1)[0]}, 99);   // 97.81 + 1.596
        QCOMPARE(int{corner.at(0, 0)[0]}, 98);
        QCOMPARE(int{corner.at(3, 3)[0]}, 123);
    }

    void rowsAndColumnsBeyondTheImageRepeatTheLast() {
        QCOMPARE(limen::paddedSide(1, 2), 2);
        QCOMPARE(limen::paddedSide(111, 2), 112);
        QCOMPARE(limen::paddedSide(112, 2), 112);
        QCOMPARE(limen::paddedSide(3, 16), 16);
        QCOMPARE(limen::paddedSide(17, 16), 18);

        std::mt19937 random(2);
        std::uniform_int_distribution<int> level(0, 255);
        RgbImage image(5, 3);
        for (std::uint8_t& value : image.pixels)
            value = static_cast<std::uint8_t>(level(random));
        RgbImage enlarged(16, 8);
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 16; ++x) {
                const std::uint8_t* from = image.at(std::min(x, 4), std::min(y, 2));
                setPixel(enlarged, x, y, {from[0], from[1], from[2]});
            }
        OwnPlanes padded(16, 8);
        OwnPlanes whole(16, 8);
        limen::rgbToYuv420(image, padded.planes());
        limen::rgbToYuv420(enlarged, whole.planes());
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 16; ++x) {
                QCOMPARE(padded.y(x, y), whole.y(x, y));
                QCOMPARE(padded.u(x / 2, y / 2), whole.u(x / 2, y / 2));
                QCOMPARE(padded.v(x / 2, y / 2), whole.v(x / 2, y / 2));
            }
        const RgbImage cropped = limen::yuv420ToRgb(padded.constPlanes(), 5, 3);
        const RgbImage full = limen::yuv420ToRgb(padded.constPlanes(), 16, 8);
        QCOMPARE(cropped.width, 5);
        QCOMPARE(cropped.height, 3);
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 5; ++x)
                QVERIFY(std::equal(cropped.at(x, y), cropped.at(x, y) + 3, full.at(x, y)));
    }

    void onePixelSurvives() {
        const RgbImage image = plain(1, 1, {200, 100, 50});
        OwnPlanes planes(2, 2);
        limen::rgbToYuv420(image, planes.planes());
        const RgbImage back = limen::yuv420ToRgb(planes.constPlanes(), 1, 1);
        QVERIFY(std::abs(back.pixels[0] - 200) <= 2);
        QVERIFY(std::abs(back.pixels[1] - 100) <= 2);
        QVERIFY(std::abs(back.pixels[2] - 50) <= 2);
    }

    void planesThatDoNotFitAreRefused() {
        OwnPlanes planes(4, 4);
        QVERIFY_EXCEPTION_THROWN(limen::rgbToYuv420(RgbImage(5, 4), planes.planes()), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(limen::rgbToYuv420(RgbImage(), planes.planes()), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(limen::yuv420ToRgb(planes.constPlanes(), 4, 5), std::invalid_argument);
        limen::Yuv420Planes<const std::uint8_t> odd = planes.constPlanes();
        odd.width = 3;
        QVERIFY_EXCEPTION_THROWN(limen::yuv420ToRgb(odd, 2, 2), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(TestYuv)
#include "tst_yuv.moc"
