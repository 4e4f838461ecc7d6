// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <filesystem>

#include "base/error.h"
#include "base/json.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "image/image_file.h"
#include "models/models_api.h"
#include "support/shared_data.h"

using namespace limen;
using models::TensorMap;

namespace {

FloatTensor planes(const RgbImage& image) {
    FloatTensor tensor{{1, 3, image.height, image.width}, {}};
    for (std::size_t channel = 0; channel < 3; ++channel)
        for (std::size_t i = 0; i < image.pixelCount(); ++i)
            tensor.values.push_back(static_cast<float>(image.pixels[3 * i + channel]) / 127.5F - 1.0F);
    return tensor;
}

}  // namespace

class TestLpips : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheAuthorsProgram() {
        LIMEN_NEEDS_SHARED("reference/metrics/image_pairs.json");
        LIMEN_NEEDS_SHARED("weights/lpips_squeeze_v0.1.safetensors");
        const std::filesystem::path reference = test::sharedFolder() / "reference";
        const auto network = limenModelsApi()->createTensorNetwork(
            "lpips-squeeze",
            {},
            readSafetensors(test::sharedFolder() / "weights/lpips_squeeze_v0.1.safetensors"),
            {});
        int pairs = 0;
        for (const Json& pair : Json::parse(readTextFile(reference / "metrics/image_pairs.json"))) {
            const RgbImage a = readImage(reference / pair.at("reference").get<std::string>());
            const RgbImage b = readImage(reference / pair.at("distorted").get<std::string>());
            const FloatTensor found = network->forward({{"a", planes(a)}, {"b", planes(b)}}).at("distance");
            QCOMPARE(found.values.size(), std::size_t{1});
            // Tolerance: reference/README.md.
            const double wanted = pair.at("lpips_squeeze_v01").get<double>();
            QVERIFY2(std::abs(static_cast<double>(found.values[0]) - wanted) < 1e-4,
                     pair.at("distorted").get<std::string>().c_str());
            ++pairs;
        }
        QVERIFY(pairs > 0);
    }

    void refusesFilesWithoutItsTensors() {
        try {
            limenModelsApi()->createTensorNetwork("lpips-squeeze", {}, {}, {});
            QFAIL("made a network of nothing");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadInput);
            QVERIFY(QString(error.what()).contains("features.0.weight"));
        }
    }
};

QTEST_GUILESS_MAIN(TestLpips)
#include "tst_lpips.moc"
