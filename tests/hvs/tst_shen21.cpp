// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "base/safe_file.h"
#include "hvs/jnd_injection.h"
#include "hvs/shen21_patches.h"
#include "hvs/thresholds.h"
#include "hvs/trained_eye_model.h"
#include "image/image_file.h"
#include "jobs/jobs.h"

using namespace limen;

namespace {

GreyImage texture(int width, int height) {
    GreyImage grey(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            grey.row(y)[x] = static_cast<std::uint8_t>(40 + (x * x + 3 * y + x * y) % 97 + y % 60);
    return grey;
}

GreyImage flat(int width, int height, std::uint8_t value) {
    GreyImage grey(width, height);
    std::fill(grey.values.begin(), grey.values.end(), value);
    return grey;
}

double largestDifference(const Plane& a, const Plane& b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

/// The model with a network that leaves every patch as it is.
std::unique_ptr<EyeModel> withoutNetwork() {
    return makeShen21([](const std::vector<Plane>& patches) { return patches; });
}

/// A seed whose sign is `sign`.
std::uint64_t seedOf(double sign) {
    std::uint64_t seed = 1;
    while (withoutNetwork()->change(flat(64, 64, 127), {.seed = seed}).at(0, 0) * sign < 0.0)
        ++seed;
    return seed;
}

QString refusal(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return QString::fromStdString(std::string(error.what()) + " " + error.hint());
    }
    return {};
}

}  // namespace

class TestShen21 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPatchIsItsPartsTogether() {
        for (const Plane& patch : patchesOf(extendedToPatches(texture(112, 112)))) {
            const PatchParts parts = decompose(patch);
            double sum = 0.0, squares = 0.0;
            for (const double value : parts.structure.values) {
                sum += value;
                squares += value * value;
            }
            QVERIFY(std::abs(sum) < 1e-9);
            QVERIFY(std::abs(squares - 1.0) < 1e-9);
            QVERIFY(largestDifference(recompose(parts), patch) < 1e-9);
        }
        const PatchParts none = decompose(extendedToPatches(flat(64, 64, 9)));
        QCOMPARE(none.mean, 9.0);
        QCOMPARE(none.contrast, 0.0);
        QCOMPARE(none.structure.at(3, 3), 0.0);
    }

    void patchesCoverEverySide() {
        QCOMPARE(patchStarts(112), (std::vector<int>{0, 48}));
        QCOMPARE(patchStarts(64), (std::vector<int>{0}));
        QCOMPARE(patchStarts(1), (std::vector<int>{0}));
        QCOMPARE(patchStarts(114), (std::vector<int>{0, 50}));
        QCOMPARE(patchStarts(115), (std::vector<int>{0, 50, 51}));
        QCOMPARE(patchStarts(1920).size(), std::size_t{39});
        for (int extent = 64; extent < 400; ++extent)
            QCOMPARE(patchStarts(extent).back() + shenPatchSide, extent);
    }

    void patchesOfAnImageMakeTheImage_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("face") << 112 << 112;
        QTest::newRow("odd") << 203 << 117;
        QTest::newRow("one patch") << 64 << 64;
        QTest::newRow("flat and long") << 300 << 64;
    }
    void patchesOfAnImageMakeTheImage() {
        QFETCH(int, width);
        QFETCH(int, height);
        const Plane image = extendedToPatches(texture(width, height));
        QVERIFY(largestDifference(stitched(patchesOf(image), width, height), image) < 1e-9);
    }

    void overlapsAreMeansInTheOrderOfPatches() {
        std::vector<Plane> patches(4, Plane(shenPatchSide, shenPatchSide));
        for (std::size_t i = 0; i < 4; ++i)
            std::fill(patches[i].values.begin(), patches[i].values.end(), 16.0 * static_cast<double>(i));
        const Plane image = stitched(patches, 112, 112);
        QCOMPARE(image.at(0, 0), 0.0);
        QCOMPARE(image.at(50, 0), 8.0);    // of the first two
        QCOMPARE(image.at(100, 0), 16.0);  // the second
        QCOMPARE(image.at(50, 50), (((0.0 + 16.0) / 2.0 + 32.0) / 2.0 + 48.0) / 2.0);
    }

    void anUnchangedStructureMovesMeanAndContrastAlone() {
        const GreyImage grey = texture(64, 64);
        const PatchParts parts = decompose(extendedToPatches(grey));
        for (const double sign : {1.0, -1.0}) {
            const Plane change = withoutNetwork()->change(grey, {.seed = seedOf(sign)});
            double largest = 0.0;
            for (int y = 0; y < 64; ++y)
                for (int x = 0; x < 64; ++x) {
                    const double moved =
                        sign * luminanceThreshold(parts.mean) + (0.9474 - 1.0) * (grey.at(x, y) - parts.mean);
                    largest = std::max(largest, std::abs(change.at(x, y) - moved));
                }
            QVERIFY(largest < 1e-9);
        }
        // Of what the network says, mean and contrast count for nothing.
        const auto paler = makeShen21([](std::vector<Plane> patches) {
            for (Plane& patch : patches)
                for (double& value : patch.values)
                    value = 0.5 * value + 40.0;
            return patches;
        });
        QVERIFY(largestDifference(paler->change(grey, {.seed = 3}),
                                  withoutNetwork()->change(grey, {.seed = 3})) < 1e-9);
        // Its structure does.
        const auto reversed = makeShen21([](std::vector<Plane> patches) {
            for (Plane& patch : patches)
                std::reverse(patch.values.begin(), patch.values.end());
            return patches;
        });
        QVERIFY(largestDifference(reversed->change(grey, {.seed = 3}),
                                  withoutNetwork()->change(grey, {.seed = 3})) > 10.0);
    }

    void flatImagesMoveByTheThreshold() {
        for (const int value : {0, 30, 127, 200, 255}) {
            const GreyImage grey = flat(70, 65, static_cast<std::uint8_t>(value));
            const double threshold = luminanceThreshold(value);
            const Plane up = withoutNetwork()->change(grey, {.seed = seedOf(1.0)});
            const Plane down = withoutNetwork()->change(grey, {.seed = seedOf(-1.0)});
            for (std::size_t i = 0; i < up.values.size(); ++i) {
                QVERIFY(std::abs(up.values[i] - (std::min(255.0, value + threshold) - value)) < 1e-9);
                QVERIFY(std::abs(down.values[i] - (std::max(0.0, value - threshold) - value)) < 1e-9);
            }
        }
    }

    void anySizeHasAMap_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("a row") << 131 << 1;
        QTest::newRow("a column") << 1 << 65;
        QTest::newRow("below a patch") << 63 << 40;
        QTest::newRow("odd") << 115 << 113;
    }
    void anySizeHasAMap() {
        QFETCH(int, width);
        QFETCH(int, height);
        const GreyImage grey = texture(width, height);
        const Plane map = withoutNetwork()->map(grey);
        QCOMPARE(map.width, width);
        QCOMPARE(map.height, height);
        for (const double value : map.values)
            QVERIFY(value >= 0.0 && value < 60.0);
        // The map is the change where means move up.
        Plane change = withoutNetwork()->change(grey, {.seed = seedOf(1.0)});
        for (double& value : change.values)
            value = std::abs(value);
        QCOMPARE(largestDifference(map, change), 0.0);
        QVERIFY(withoutNetwork()->change(grey, {.seed = 5}) == withoutNetwork()->change(grey, {.seed = 5}));
        QVERIFY(withoutNetwork()->change(grey, {.seed = seedOf(1.0)}) !=
                withoutNetwork()->change(grey, {.seed = seedOf(-1.0)}));
    }

    void greyImagesStayGrey() {
        RgbImage image(70, 80);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            image.pixels[i] = static_cast<std::uint8_t>(60 + i / 3 % 90);
        const RgbImage jnd = injectJnd(*withoutNetwork(), image, EyeColour::Luma, {.seed = 2});
        for (std::size_t i = 0; i < jnd.pixels.size(); i += 3)
            QVERIFY(jnd.pixels[i] == jnd.pixels[i + 1] && jnd.pixels[i] == jnd.pixels[i + 2]);
    }

    void withoutWeightsItIsSaidHowToGetSome() {
        QVERIFY(!isPublishedEyeModel(shen21Name));
        const QString said = refusal([] { openEyeModel("shen21", {}); });
        QVERIFY2(said.contains("No weights of shen21 are published") && said.contains("train --model shen21"),
                 qPrintable(said));
        QVERIFY(refusal([] { openEyeModel("chou59", {}); }).contains("no JND model \"chou59\""));
        QVERIFY(refusal([] { openTrainedEyeModel("limen-fr-s", {}); }).contains("limen-fr-s"));
        const ScratchFolder scratch;
        writePng(scratch.path() / "in.png", RgbImage(9, 9));
        const Json params = {{"in", (scratch.path() / "in.png").string()},
                             {"out", (scratch.path() / "out.tiff").string()},
                             {"model", "shen21"}};
        JobContext context(silentObserver(), {});
        const Outcome outcome = runJob(jndMapJob(), params, context);
        QCOMPARE(outcome.exitCode(), 2);
        QVERIFY(outcome.hint.find("train --model shen21") != std::string::npos);
        QVERIFY(!std::filesystem::exists(scratch.path() / "out.tiff"));
        Json other = params;
        other["model"] = "chou95";
        other["card"] = "shen21";
        QVERIFY(runJob(jndMapJob(), other, context).message.find("needs no weights") != std::string::npos);
        other = params;
        other["variant"] = "paper";
        QVERIFY(runJob(jndMapJob(), other, context).message.find("no variant") != std::string::npos);
    }

    void itsNameInTablesHasAStar() {
        QCOMPARE(TrainedEyeModel::nameInTables("shen21"), std::string("shen21*"));
        QCOMPARE(TrainedEyeModel::nameInTables("shen21-ssim90"), std::string("shen21-ssim90*"));
        QCOMPARE(TrainedEyeModel::nameInTables("mine"), std::string("shen21* (mine)"));
    }
};

QTEST_GUILESS_MAIN(TestShen21)
#include "tst_shen21.moc"
