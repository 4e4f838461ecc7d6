// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "metrics/image_features.h"
#include "support/onnx_bytes.h"

using namespace limen;

namespace {

ModelCard cardOf(const ScratchFolder& folder, const std::string& network) {
    writeFileAtomically(folder.path() / "net.onnx", network);
    const Json card = {
        {"name", "means"},
        {"task", "image-features"},
        {"format", "onnx"},
        {"architecture", "means"},
        {"files", {"net.onnx"}},
        {"input", {{"size", {8, 8}}, {"colour", "BGR"}, {"mean", {10, 20, 30}}, {"std", {2, 4, 5}}}},
        {"licence", "none"},
        {"source", "test"},
        {"sha256", {{"net.onnx", sha256Hex(network)}}}};
    writeFileAtomically(folder.path() / "card.json", card.dump());
    return readModelCard(folder.path() / "card.json");
}

}  // namespace

class TestImageFeatures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void imagesOfAnySizeAreNormalisedAndResized() {
        const ScratchFolder folder;
        ImageFeatures features(cardOf(folder, test::onnxOfOneOperator("GlobalAveragePool", 8)));
        // Left half of the image red 40, right half red 80: bilinear sampling keeps the mean.
        RgbImage image(32, 16);
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x) {
                image.at(x, y)[0] = static_cast<std::uint8_t>(x < 16 ? 40 : 80);
                image.at(x, y)[1] = 120;
                image.at(x, y)[2] = 12;
            }
        const std::vector<float> found = features.describe(image);
        QCOMPARE(found.size(), std::size_t{3});
        const double wanted[] = {(12.0 - 10.0) / 2.0, (120.0 - 20.0) / 4.0, (60.0 - 30.0) / 5.0};
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(static_cast<double>(found[i]) - wanted[i]) < 1e-4);
        const std::vector<float> pixel = features.describe(RgbImage(1, 1));
        QVERIFY(std::abs(static_cast<double>(pixel[2]) + 6.0) < 1e-5);
    }

    void whatCannotBeUsedIsRefused() {
        const ScratchFolder folder;
        QVERIFY_EXCEPTION_THROWN(ImageFeatures(cardOf(folder, "no network")), Error);
        const ModelCard card = cardOf(folder, test::onnxOfOneOperator("GlobalAveragePool", 8));
        ImageFeatures features(card);
        QVERIFY_EXCEPTION_THROWN(features.describe({}), Error);
        writeFileAtomically(folder.path() / "net.onnx", std::string("changed"));
        QVERIFY_EXCEPTION_THROWN(ImageFeatures{card}, Error);
    }
};

QTEST_GUILESS_MAIN(TestImageFeatures)
#include "tst_image_features.moc"
