// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <array>
#include <cmath>
#include <filesystem>
#include <random>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "image/image_file.h"
#include "metrics/psnr.h"
#include "metrics/ssim.h"
#include "support/shared_data.h"

using namespace limen;

namespace {

RgbImage noise(int width, int height, unsigned seed, int least = 0, int most = 255) {
    std::mt19937 random(seed);
    RgbImage image(width, height);
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        // Grey, so that no conversion stands between the values and the formula.
        const auto value = static_cast<std::uint8_t>(static_cast<unsigned>(least) +
                                                     random() % static_cast<unsigned>(most - least + 1));
        image.pixels[i] = image.pixels[i + 1] = image.pixels[i + 2] = value;
    }
    return image;
}

struct Grey {
    int width, height;
    std::vector<double> values;
    double at(int x, int y) const {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
};

Grey greyOf(const RgbImage& image) {
    Grey grey{image.width, image.height, {}};
    for (std::size_t i = 0; i < image.pixels.size(); i += 3)
        grey.values.push_back(image.pixels[i]);
    return grey;
}

struct Means {
    double whole = 0.0;
    double structure = 0.0;
};

/// The definition, window by window (Wang 2004, eqs. (6) and (13) to (16)).
Means slowMeans(const Grey& a, const Grey& b) {
    std::array<double, 121> weights{};
    double sum = 0.0;
    for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 11; ++x) {
            double& weight = weights[static_cast<std::size_t>(11 * y + x)];
            weight = std::exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / (2.0 * 1.5 * 1.5));
            sum += weight;
        }
    Means means;
    int count = 0;
    for (int top = 0; top + 11 <= a.height; ++top)
        for (int left = 0; left + 11 <= a.width; ++left) {
            double ma = 0.0;
            double mb = 0.0;
            for (int y = 0; y < 11; ++y)
                for (int x = 0; x < 11; ++x) {
                    const double weight = weights[static_cast<std::size_t>(11 * y + x)] / sum;
                    ma += weight * a.at(left + x, top + y);
                    mb += weight * b.at(left + x, top + y);
                }
            double va = 0.0;
            double vb = 0.0;
            double covariance = 0.0;
            for (int y = 0; y < 11; ++y)
                for (int x = 0; x < 11; ++x) {
                    const double weight = weights[static_cast<std::size_t>(11 * y + x)] / sum;
                    const double da = a.at(left + x, top + y) - ma;
                    const double db = b.at(left + x, top + y) - mb;
                    va += weight * da * da;
                    vb += weight * db * db;
                    covariance += weight * da * db;
                }
            const double structure = (2.0 * covariance + 58.5225) / (va + vb + 58.5225);
            means.structure += structure;
            means.whole += structure * (2.0 * ma * mb + 6.5025) / (ma * ma + mb * mb + 6.5025);
            ++count;
        }
    return {means.whole / count, means.structure / count};
}

/// For even sides.
Grey slowHalf(const Grey& grey) {
    Grey half{grey.width / 2, grey.height / 2, {}};
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x)
            half.values.push_back((grey.at(2 * x, 2 * y) + grey.at(2 * x + 1, 2 * y) +
                                   grey.at(2 * x, 2 * y + 1) + grey.at(2 * x + 1, 2 * y + 1)) /
                                  4.0);
    return half;
}

QString sentenceOf(double (*metric)(const RgbImage&, const RgbImage&), const RgbImage& a, const RgbImage& b) {
    try {
        metric(a, b);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromUtf8(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestSsim : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheEstablishedLibrary() {
        LIMEN_NEEDS_SHARED("reference/metrics/image_pairs.json");
        const std::filesystem::path folder = test::sharedFolder() / "reference";
        int pairs = 0;
        for (const Json& pair : Json::parse(readTextFile(folder / "metrics/image_pairs.json"))) {
            const std::string distorted = pair["distorted"];
            const RgbImage a = readImage(folder / pair["reference"].get<std::string>());
            const RgbImage b = readImage(folder / distorted);
            // Tolerances: reference/README.md, section 3.
            QVERIFY2(std::abs(ssim(a, b) - pair["ssim_grey_u8"].get<double>()) < 1e-6, distorted.c_str());
            QVERIFY2(std::abs(psnr(a, b) - pair["psnr_rgb"].get<double>()) < 1e-4, distorted.c_str());
            ++pairs;
        }
        QVERIFY(pairs >= 24);
    }

    void isWhatItsDefinitionSays_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one window") << 11 << 11;
        QTest::newRow("odd") << 17 << 23;
        QTest::newRow("more rows than are computed at once") << 13 << 160;
    }
    void isWhatItsDefinitionSays() {
        QFETCH(int, width);
        QFETCH(int, height);
        const RgbImage a = noise(width, height, 1);
        const RgbImage b = noise(width, height, 2, 60, 180);
        QVERIFY(std::abs(ssim(a, b) - slowMeans(greyOf(a), greyOf(b)).whole) < 1e-9);
    }

    void threeScalesAreWhatTheirDefinitionSays() {
        const RgbImage a = noise(52, 44, 3, 100, 200);
        RgbImage b = a;
        const RgbImage change = noise(52, 44, 4, 0, 40);
        for (std::size_t i = 0; i < b.pixels.size(); ++i)
            b.pixels[i] = static_cast<std::uint8_t>(b.pixels[i] - change.pixels[i]);
        Grey x = greyOf(a);
        Grey y = greyOf(b);
        const double sum = 0.0448 + 0.2856 + 0.3001;
        double wanted = std::pow(slowMeans(x, y).structure, 0.0448 / sum);
        x = slowHalf(x);
        y = slowHalf(y);
        wanted *= std::pow(slowMeans(x, y).structure, 0.2856 / sum);
        wanted *= std::pow(slowMeans(slowHalf(x), slowHalf(y)).whole, 0.3001 / sum);
        QVERIFY(wanted > 0.1 && wanted < 0.999);
        QVERIFY(std::abs(msSsim3(a, b) - wanted) < 1e-9);
    }

    void equalImagesGiveOneAndTheOrderDoesNotMatter() {
        const RgbImage a = noise(61, 45, 5);
        const RgbImage b = noise(61, 45, 6);
        for (const auto metric : {ssim, msSsim3}) {
            QVERIFY(std::abs(metric(a, a) - 1.0) < 1e-12);
            QVERIFY(std::abs(metric(a, b) - metric(b, a)) < 1e-12);
            QVERIFY(metric(a, b) < 0.9);
        }
    }

    void contraryImagesHaveNoSimilarityOfThreeScales() {
        const RgbImage a = noise(48, 48, 7);
        RgbImage b = a;
        for (std::uint8_t& value : b.pixels)
            value = static_cast<std::uint8_t>(255 - value);
        QVERIFY(ssim(a, b) < 0.0);
        QCOMPARE(msSsim3(a, b), 0.0);
    }

    void whatIsTooSmallOrDiffersInSizeIsRefused() {
        const RgbImage pixel(1, 1);
        QVERIFY(sentenceOf(ssim, pixel, pixel).contains("at least 11x11 pixels; these have 1x1"));
        QVERIFY(sentenceOf(ssim, RgbImage(11, 10), RgbImage(11, 10)).contains("11x10"));
        QVERIFY(sentenceOf(msSsim3, RgbImage(112, 40), RgbImage(112, 40)).contains("at least 41x41"));
        QCOMPARE(msSsim3(RgbImage(41, 41), RgbImage(41, 41)), 1.0);
        for (const auto metric : {ssim, msSsim3})
            QVERIFY(sentenceOf(metric, RgbImage(50, 60), RgbImage(60, 50)).contains("differ in size"));
        QVERIFY(!sentenceOf(ssim, {}, {}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSsim)
#include "tst_ssim.moc"
