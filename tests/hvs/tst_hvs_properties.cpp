// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "hvs/eye_model.h"
#include "hvs/jnd_injection.h"

using namespace limen;

namespace {

/// A smooth picture with an edge and some noise: every path of the models is taken.
GreyImage picture(int width, int height) {
    std::mt19937 random(5);
    GreyImage grey(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double smooth = 110.0 + 60.0 * std::sin(0.11 * x + 0.3) * std::cos(0.07 * y);
            const double edge = 2 * x + y > width ? 40.0 : 0.0;
            const double noise = x > width / 2 && y > height / 2 ? static_cast<double>(random() % 60) : 0.0;
            grey.row(y)[x] = static_cast<std::uint8_t>(std::min(255.0, smooth + edge + noise));
        }
    return grey;
}

GreyImage flat(int width, int height, std::uint8_t level) {
    GreyImage grey(width, height);
    std::fill(grey.values.begin(), grey.values.end(), level);
    return grey;
}

template <typename T>
Raster<T> mirrored(Raster<T> raster) {
    for (int y = 0; y < raster.height; ++y)
        std::reverse(raster.row(y), raster.row(y) + raster.width);
    return raster;
}

template <typename T>
Raster<T> upsideDown(const Raster<T>& raster) {
    Raster<T> result(raster.width, raster.height);
    for (int y = 0; y < raster.height; ++y)
        std::copy(raster.row(y), raster.row(y) + raster.width, result.row(raster.height - 1 - y));
    return result;
}

double largestDifference(const Plane& a, const Plane& b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

/// The mean of each 8x8 block, repeated over it.
Plane blockMeans(const Plane& plane) {
    Plane means(plane.width / 8, plane.height / 8);
    for (int y = 0; y < means.height * 8; ++y)
        for (int x = 0; x < means.width * 8; ++x)
            means.row(y / 8)[x / 8] += plane.at(x, y) / 64.0;
    return means;
}

double meanSquare(const Plane& plane) {
    double sum = 0.0;
    for (const double value : plane.values)
        sum += value * value;
    return sum / static_cast<double>(plane.values.size());
}

RgbImage coloured(int width, int height) {
    const GreyImage grey = picture(width, height);
    RgbImage image(width, height);
    for (std::size_t i = 0; i < grey.values.size(); ++i) {
        image.pixels[3 * i] = grey.values[i];
        image.pixels[3 * i + 1] = static_cast<std::uint8_t>(255 - grey.values[i]);
        image.pixels[3 * i + 2] = static_cast<std::uint8_t>(grey.values[i] / 2);
    }
    return image;
}

RgbImage asColours(const GreyImage& grey) {
    RgbImage image(grey.width, grey.height);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        image.pixels[i] = grey.values[i / 3];
    return image;
}

QString refusal(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromUtf8(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestHvsProperties : public QObject {
    Q_OBJECT

private:
    static void addModels() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("paper");
        QTest::addColumn<bool>("mirrorFrame");
        for (const EyeModelInfo& info : eyeModels())
            for (const bool paper : {false, true})
                for (const bool mirrorFrame : {false, true})
                    if (!paper || info.hasPaperVariant)
                        QTest::addRow("%s%s%s",
                                      info.name.c_str(),
                                      paper ? ", paper" : "",
                                      mirrorFrame ? ", mirrored frame" : "")
                            << QString::fromStdString(info.name) << paper << mirrorFrame;
    }

    static std::unique_ptr<EyeModel> fetched() {
        QFETCH(QString, model);
        QFETCH(bool, paper);
        QFETCH(bool, mirrorFrame);
        EyeModelOptions options;
        options.variant = paper ? EyeModelVariant::Paper : EyeModelVariant::Author;
        options.frame = mirrorFrame ? FrameRule::Mirror : FrameRule::Zero;
        return createEyeModel(model.toStdString(), options);
    }

private Q_SLOTS:
    void floatsDecideEveryOrientationOfAnImage() {
        // hvs/orientation_count.cpp compares directions with the borders between bins in floats. The sum of
        // three differences of bytes is at most 765; the products of such floats err by less than 1.1e-4.
        double nearest = 1.0;
        for (int border = 1; border < 16; ++border) {
            const double angle = (12.0 * border - 96.5) * M_PI / 180.0;
            const double sine = std::sin(angle);
            const double cosine = std::cos(angle);
            for (int x = -765; x <= 765; ++x)
                for (int y = -765; y <= 765; ++y)
                    if (x * x + y * y >= 225)
                        nearest = std::min(nearest, std::abs(cosine * y - sine * x));
        }
        QVERIFY(nearest > 1.1e-4);
    }

    void anySizeWorks_data() { addModels(); }
    void anySizeWorks() {
        const std::unique_ptr<EyeModel> model = fetched();
        for (const auto& [width, height] : std::vector<std::pair<int, int>>{{1, 1},
                                                                            {2, 1},
                                                                            {1, 3},
                                                                            {3, 3},
                                                                            {4, 5},
                                                                            {7, 9},
                                                                            {8, 8},
                                                                            {1, 40},
                                                                            {40, 1},
                                                                            {45, 31},
                                                                            {112, 112}}) {
            const GreyImage grey = picture(width, height);
            const Plane map = model->map(grey);
            QCOMPARE(map.width, width);
            QCOMPARE(map.height, height);
            QVERIFY(std::all_of(map.values.begin(), map.values.end(), [](double value) {
                return std::isfinite(value) && value >= 0.0;
            }));
            const RgbImage image = injectJnd(*model, asColours(grey), EyeColour::Luma, {.seed = 3});
            QCOMPARE(image.width, width);
            QCOMPARE(image.height, height);
        }
    }

    void blackWhiteAndGreyWork_data() { addModels(); }
    void blackWhiteAndGreyWork() {
        const std::unique_ptr<EyeModel> model = fetched();
        for (const int level : {0, 1, 127, 128, 255}) {
            const Plane map = model->map(flat(33, 26, static_cast<std::uint8_t>(level)));
            QVERIFY(std::all_of(map.values.begin(), map.values.end(), [](double value) {
                return std::isfinite(value) && value >= 0.0 && value < 60.0;
            }));
        }
    }

    void theEmptyImageIsRefused_data() { addModels(); }
    void theEmptyImageIsRefused() {
        const std::unique_ptr<EyeModel> model = fetched();
        QVERIFY(refusal([&] { model->map({}); }).contains("at least one pixel"));
        QVERIFY(refusal([&] { model->change({}, {}); }).contains("at least one pixel"));
        QVERIFY(refusal([&] {
                    injectJnd(*model, {}, EyeColour::PerChannel, {});
                }).contains("at least one pixel"));
    }

    void anImageIsTreatedAsItsMirrorImage_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("paper");
        for (const char* model : {"chou95", "yang05"})
            for (const bool paper : {false, true})
                QTest::addRow("%s%s", model, paper ? ", paper" : "") << model << paper;
    }
    void anImageIsTreatedAsItsMirrorImage() {
        QFETCH(QString, model);
        QFETCH(bool, paper);
        EyeModelOptions options;
        options.variant = paper ? EyeModelVariant::Paper : EyeModelVariant::Author;
        const auto eye = createEyeModel(model.toStdString(), options);
        const GreyImage grey = picture(75, 50);
        const Plane map = eye->map(grey);
        QVERIFY(largestDifference(map, mirrored(eye->map(mirrored(grey)))) < 1e-9);
        QVERIFY(largestDifference(map, upsideDown(eye->map(upsideDown(grey)))) < 1e-9);
    }

    void blocksAreTreatedAsTheirMirrorImages() {
        // A mirrored block has the same coefficients but for signs.
        const auto eye = createEyeModel("zhang05");
        const GreyImage grey = picture(80, 56);
        const Plane means = blockMeans(eye->map(grey));
        QVERIFY(largestDifference(means, mirrored(blockMeans(eye->map(mirrored(grey))))) < 1e-9);
        QVERIFY(largestDifference(means, upsideDown(blockMeans(eye->map(upsideDown(grey))))) < 1e-9);
    }

    void flatRegionsHaveTheThresholdsOfTheFormulas() {
        // Away from the frame: luminance adaptation 3 (127), masking 0.5 - 1.27; overlapped, or the larger.
        const GreyImage grey = flat(21, 21, 127);
        QCOMPARE(createEyeModel("chou95")->map(grey).at(10, 10), 3.0 - 0.77 + 0.3 * 0.77);
        QCOMPARE(createEyeModel("chou95", {.variant = EyeModelVariant::Paper})->map(grey).at(10, 10), 3.0);
        QCOMPARE(createEyeModel("yang05")->map(grey).at(10, 10), 3.0 - 0.77 + 0.3 * 0.77);
        QCOMPARE(createEyeModel("yang05", {.variant = EyeModelVariant::Paper})->map(grey).at(10, 10), 3.0);
        // A mirrored frame is no edge.
        const Plane map = createEyeModel("chou95", {.frame = FrameRule::Mirror})->map(grey);
        QCOMPARE(*std::min_element(map.values.begin(), map.values.end()), map.at(10, 10));
        QCOMPARE(*std::max_element(map.values.begin(), map.values.end()), map.at(10, 10));
    }

    void zhangsThresholdsOfMediumGreyAreTheTable() {
        // Zhang et al. 2005, eq. (3), worked out by hand for three coefficients; the program scales by 0.3.
        const Plane map = createEyeModel("zhang05")->map(flat(8, 8, 128));
        QVERIFY(std::abs(map.at(0, 0) - 0.3 * 5.0717) < 2e-5);
        QVERIFY(std::abs(map.at(1, 3) - 0.3 * 1.7106) < 2e-5);
        QVERIFY(std::abs(map.at(7, 7) - 0.3 * 24.3241) < 2e-5);
    }

    void theSeedDecidesTheNoise_data() { addModels(); }
    void theSeedDecidesTheNoise() {
        const std::unique_ptr<EyeModel> model = fetched();
        const RgbImage image = coloured(45, 31);
        for (const EyeColour colour : {EyeColour::Luma, EyeColour::PerChannel}) {
            const auto noised = [&](std::uint64_t seed) {
                return injectJnd(*model, image, colour, {.rule = InjectionRule::Noise, .seed = seed});
            };
            QVERIFY(noised(1) == noised(1));
            QVERIFY(!(noised(1) == noised(2)));
            QVERIFY(!(noised(1) == image));
        }
    }

    void noiseHasTheEnergyOfTheMap_data() { addModels(); }
    void noiseHasTheEnergyOfTheMap() {
        // Orthonormal transforms keep energy; whole blocks, so that nothing is cut off.
        const std::unique_ptr<EyeModel> model = fetched();
        const GreyImage grey = picture(64, 40);
        const double energy = meanSquare(model->map(grey));
        const Plane noise = model->change(grey, {.rule = InjectionRule::Noise, .gain = 0.5, .seed = 9});
        QVERIFY(std::abs(meanSquare(noise) - 0.25 * energy) < 1e-9 * energy);
        const Plane matched = model->change(grey, {.rule = InjectionRule::Noise, .meanSquare = 30.0});
        QVERIFY(std::abs(meanSquare(matched) - 30.0) < 1e-6);
    }

    void lumaChangesAllChannelsAlike() {
        const RgbImage image = coloured(40, 30);
        const RgbImage jnd = injectJnd(*createEyeModel("chou95"), image, EyeColour::Luma, {.seed = 4});
        int compared = 0;
        for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
            const auto clipped = [&](std::size_t k) {
                return jnd.pixels[i + k] == 0 || jnd.pixels[i + k] == 255;
            };
            if (clipped(0) || clipped(1) || clipped(2))
                continue;
            const int red = jnd.pixels[i] - image.pixels[i];
            QCOMPARE(jnd.pixels[i + 1] - image.pixels[i + 1], red);
            QCOMPARE(jnd.pixels[i + 2] - image.pixels[i + 2], red);
            ++compared;
        }
        QVERIFY(compared > 600);
    }

    void subtractionOnlyDarkens() {
        const GreyImage grey = picture(40, 30);
        const Plane map = createEyeModel("yang05")->map(grey);
        Plane change = createEyeModel("yang05")->change(grey, {.rule = InjectionRule::Subtract, .gain = 1.0});
        for (double& value : change.values)
            value = -value;
        QVERIFY(change == map);
    }

    void whatCannotBeMeantIsRefused() {
        QVERIFY(refusal([] { createEyeModel("chou59"); }).contains("no JND model \"chou59\""));
        const auto model = createEyeModel("chou95");
        const GreyImage grey = flat(3, 3, 9);
        QVERIFY(refusal([&] { model->change(grey, {.gain = 1.0, .meanSquare = 1.0}); }).contains("exclude"));
        QVERIFY(refusal([&] { model->change(grey, {.gain = -1.0}); }).contains("negative"));
        QVERIFY(refusal([&] { model->change(grey, {.gain = std::nan("")}); }).contains("negative"));
    }
};

QTEST_GUILESS_MAIN(TestHvsProperties)
#include "tst_hvs_properties.moc"
