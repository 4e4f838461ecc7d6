// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "base/error.h"
#include "models/models_api.h"
#include "models/random_mobile_face_net.h"

using namespace limen;
using limen::models::ExecutionOptions;
using limen::test::RandomMobileFaceNet;

namespace {

constexpr int side = 32;
constexpr std::size_t faceValues = side * side * 3;

Json optionsOf(bool v2) {
    return v2 ? Json{{"blocks", "mobilenetv2"}, {"activation", "relu6"}} : Json::object();
}

std::unique_ptr<models::EmbeddingNetwork> create(bool v2,
                                                 const std::map<std::string, FloatTensor>& weights,
                                                 const ExecutionOptions& execution = {}) {
    return limenModelsApi()->createEmbeddingNetwork(
        "mobilefacenet", optionsOf(v2), weights, side, side, execution);
}

QString complaint(bool v2, const std::map<std::string, FloatTensor>& weights) {
    try {
        create(v2, weights);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

std::vector<float> randomFaces(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> value;
    std::vector<float> faces(static_cast<std::size_t>(count) * faceValues);
    std::generate(faces.begin(), faces.end(), [&] { return value(random); });
    return faces;
}

std::vector<float> forward(models::EmbeddingNetwork& network, const std::vector<float>& faces) {
    const auto count = faces.size() / faceValues;
    std::vector<float> output(count * static_cast<std::size_t>(network.dimension()));
    network.forward(faces, static_cast<int>(count), output);
    return output;
}

/// Largest difference relative to the largest value.
double deviation(const std::vector<float>& a, const std::vector<float>& b) {
    double difference = 0.0;
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = std::max(difference, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
        largest = std::max(largest, std::abs(static_cast<double>(b[i])));
    }
    return difference / largest;
}

}  // namespace

class TestMobileFaceNet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void families_data() {
        QTest::addColumn<bool>("v2");
        QTest::newRow("plain blocks, PReLU") << false;
        QTest::newRow("mobilenetv2 blocks, ReLU6") << true;
    }

    void foldedEqualsAsPublished_data() { families_data(); }
    void foldedEqualsAsPublished() {
        QFETCH(bool, v2);
        const RandomMobileFaceNet random(v2);
        const auto eager = create(v2, random.weights, {.optimised = false});
        const auto folded = create(v2, random.weights);
        QCOMPARE(folded->dimension(), 16);
        for (const int batch : {1, 8, 13, 32}) {
            const std::vector<float> faces = randomFaces(batch, 3);
            const std::vector<float> expected = forward(*eager, faces);
            QVERIFY(std::all_of(expected.begin(), expected.end(), [](float v) { return std::isfinite(v); }));
            QVERIFY(expected[0] != expected[1]);
            const double difference = deviation(forward(*folded, faces), expected);
            QVERIFY2(difference < 1e-5, qPrintable(QString::number(difference)));
        }
    }

    void bf16IsClose_data() { families_data(); }
    void bf16IsClose() {
        QFETCH(bool, v2);
        if (!limenModelsApi()->bf16Available())
            QSKIP("this processor does not compute in bf16");
        const RandomMobileFaceNet random(v2);
        const std::vector<float> faces = randomFaces(8, 4);
        const double difference =
            deviation(forward(*create(v2, random.weights, {.precision = "bf16"}), faces),
                      forward(*create(v2, random.weights), faces));
        QVERIFY2(difference > 0.0 && difference < 0.05, qPrintable(QString::number(difference)));
    }

    void aFaceDoesNotDependOnItsBatch_data() {
        QTest::addColumn<bool>("v2");
        QTest::addColumn<std::string>("precision");
        for (const char* precision : {"fp32", "bf16"}) {
            QTest::addRow("plain %s", precision) << false << std::string(precision);
            QTest::addRow("mobilenetv2 %s", precision) << true << std::string(precision);
        }
    }
    void aFaceDoesNotDependOnItsBatch() {
        QFETCH(bool, v2);
        QFETCH(std::string, precision);
        if (precision == "bf16" && !limenModelsApi()->bf16Available())
            QSKIP("this processor does not compute in bf16");
        const RandomMobileFaceNet random(v2);
        const auto network = create(v2, random.weights, {.precision = precision});
        const std::vector<float> face = randomFaces(1, 11);
        const std::vector<float> expected = forward(*network, face);
        const auto width = static_cast<std::ptrdiff_t>(expected.size());
        for (const int threads : {1, 2, 3}) {
            const auto other = create(v2, random.weights, {.precision = precision, .threads = threads});
            for (const unsigned companions : {21U, 22U, 23U}) {
                for (const int position : {0, 1, 3, 7, 15, 31}) {
                    std::vector<float> faces = randomFaces(32, companions);
                    std::copy(face.begin(),
                              face.end(),
                              faces.begin() + position * static_cast<std::ptrdiff_t>(faceValues));
                    const std::vector<float> all = forward(*other, faces);
                    // Bitwise: a face at the threshold must be decided alike by every run.
                    QVERIFY(std::equal(expected.begin(), expected.end(), all.begin() + position * width));
                }
            }
        }
    }

    void workersAtTheSameTimeAgree() {
        const RandomMobileFaceNet random(false);
        const std::vector<float> faces = randomFaces(32, 5);
        const std::vector<float> expected = forward(*create(false, random.weights), faces);
        std::vector<std::vector<float>> results(4);
        {
            std::vector<std::jthread> workers;
            for (std::vector<float>& result : results)
                workers.emplace_back([&] {
                    const auto network = create(false, random.weights);
                    for (int i = 0; i < 3; ++i)
                        result = forward(*network, faces);
                });
        }
        for (const std::vector<float>& result : results)
            QVERIFY(result == expected);
    }

    void theFirstDifferingTensorIsNamed_data() { families_data(); }
    void theFirstDifferingTensorIsNamed() {
        QFETCH(bool, v2);
        RandomMobileFaceNet random(v2);
        const std::string early = v2 ? "features.3.conv.0.0.weight" : "blocks.3.conv.0.weight";
        const std::string late = v2 ? "features.10.conv.0.0.weight" : "blocks.10.conv.0.weight";

        auto wrong = random.weights;
        wrong[late].shape = {256, 128};  // later in the network, though earlier in the alphabet
        wrong[early].shape = {64, 128, 1, 1};
        const QString said = complaint(v2, wrong);
        QVERIFY2(said.contains(QStringLiteral("tensor %1 has shape [64, 128, 1, 1], but the network needs "
                                              "[128, 64, 1, 1]")
                                   .arg(QString::fromStdString(early))),
                 qPrintable(said));

        auto missing = random.weights;
        missing.erase(early);
        missing.erase(late);
        QVERIFY(complaint(v2, missing)
                    .contains(QStringLiteral("tensor %1 of shape [128, 64, 1, 1] is missing")
                                  .arg(QString::fromStdString(early))));

        auto extra = random.weights;
        extra["head.weight"] = {{2}, {0, 0}};
        QVERIFY(
            complaint(v2, extra).contains(QStringLiteral("tensor head.weight of shape [2] has no place")));

        auto counters = random.weights;  // PyTorch's batch norm carries one
        counters["conv1.num_batches_tracked"] = {{}, {7}};
        QVERIFY(complaint(v2, counters).isEmpty());
        QVERIFY(complaint(v2, {}).contains(QStringLiteral("is missing")));
    }

    void unusableValuesAreRefused() {
        const RandomMobileFaceNet random(false);
        auto notANumber = random.weights;
        notANumber["blocks.2.conv.3.weight"].values[5] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(complaint(false, notANumber)
                    .contains(QStringLiteral("tensor blocks.2.conv.3.weight holds a value")));
        auto negative = random.weights;
        negative["conv2.bn.running_var"].values[0] = -1.0F;
        QVERIFY(complaint(false, negative)
                    .contains(QStringLiteral("conv2.bn.running_var holds a negative variance")));
    }

    void unknownChoicesAreRefused() {
        const RandomMobileFaceNet random(false);
        const auto refused =
            [&](const std::string& architecture, const Json& options, const ExecutionOptions& execution) {
                try {
                    limenModelsApi()->createEmbeddingNetwork(
                        architecture, options, random.weights, side, side, execution);
                } catch (const Error& error) {
                    return error.kind() == ErrorKind::BadInput;
                }
                return false;
            };
        QVERIFY(refused("resnet", {}, {}));
        QVERIFY(refused("mobilefacenet", {{"blocks", "dense"}}, {}));
        QVERIFY(refused("mobilefacenet", {{"activation", "tanh"}}, {}));
        QVERIFY(refused("mobilefacenet", {{"activation", 3}}, {}));
        QVERIFY(refused("mobilefacenet", {{"gdconv", {7, 6}}}, {}));
        QVERIFY(!refused("mobilefacenet", {{"gdconv", {2, 2}}}, {}));
        QVERIFY(refused("mobilefacenet", {}, {.device = "tpu"}));
        QVERIFY(refused("mobilefacenet", {}, {.precision = "fp16"}));
        if (!limenModelsApi()->cudaAvailable())
            QVERIFY(refused("mobilefacenet", {}, {.device = "cuda"}));
    }

    void aBatchOfTheWrongSizeFails() {
        const RandomMobileFaceNet random(false);
        const auto network = create(false, random.weights);
        std::vector<float> output(16);
        QVERIFY_EXCEPTION_THROWN(network->forward(randomFaces(2, 1), 1, output), Error);
        QVERIFY_EXCEPTION_THROWN(network->forward({}, 0, {}), Error);
    }

    void theVersionNamesLibraries() {
        const QString version = QString::fromStdString(limenModelsApi()->libraryVersion());
        QVERIFY2(version.contains(QStringLiteral("LibTorch ")) && version.contains(QStringLiteral("oneDNN ")),
                 qPrintable(version));
        QCOMPARE(limenModelsApi()->version, 3);
    }
};

QTEST_GUILESS_MAIN(TestMobileFaceNet)
#include "tst_mobile_face_net.moc"
