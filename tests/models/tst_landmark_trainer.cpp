// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "models/models_api.h"

using namespace limen;
using models::TensorMap;

namespace {

constexpr int side = 32;
constexpr std::int64_t batchSize = 16;
const Json options = {{"side", side}, {"widths", {8, 16, 16, 24, 32}}};

std::unique_ptr<models::NetworkTrainer> makeTrainer(std::uint64_t seed = 1, const Json& with = options) {
    return limenModelsApi()->createTrainer("landmarks", with, seed, {});
}

/// Noise; with a face, five bright squares a fixed distance apart whose place is drawn.
TensorMap toyBatch(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> place(4, 14);
    std::uniform_real_distribution<float> noise(-1.0F, 0.0F);
    FloatTensor images{{batchSize, side, side, 3}, std::vector<float>(batchSize * side * side * 3)};
    FloatTensor points{{batchSize, 10}, std::vector<float>(batchSize * 10)};
    FloatTensor faces{{batchSize}, std::vector<float>(batchSize)};
    std::generate(images.values.begin(), images.values.end(), [&] { return noise(random); });
    const int offsets[5][2] = {{0, 0}, {12, 0}, {6, 6}, {1, 12}, {11, 12}};
    for (std::size_t i = 0; i < batchSize; ++i) {
        faces.values[i] = i % 4 == 3 ? 0.0F : 1.0F;
        const int x = place(random);
        const int y = place(random);
        for (std::size_t p = 0; p < 5; ++p) {
            const int px = x + offsets[p][0];
            const int py = y + offsets[p][1];
            points.values[i * 10 + 2 * p] = (static_cast<float>(px) - 15.5F) / 16.0F;
            points.values[i * 10 + 2 * p + 1] = (static_cast<float>(py) - 15.5F) / 16.0F;
            for (int dy = -1; dy <= 1 && faces.values[i] > 0; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    for (std::size_t c = 0; c < 3; ++c)
                        images.values[((i * side + static_cast<std::size_t>(py + dy)) * side +
                                       static_cast<std::size_t>(px + dx)) *
                                          3 +
                                      c] = 1.0F;
        }
    }
    return {{"images", images}, {"points", points}, {"faces", faces}};
}

template <typename Action>
QString complaint(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestLandmarkTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsWhereSquaresAre();
    void reachesEveryParameter();
    void pointsWithoutAFaceCountForNothing();
    void goesOnWhereItStopped();
    void runsAsTheNetworkItWrites();
    void refusesOtherBatches();
    void refusesSenselessOptions();
};

void TestLandmarkTrainer::learnsWhereSquaresAre() {
    const auto trainer = makeTrainer();
    double first = 0;
    double last = 0;
    double lastFace = 0;
    for (unsigned k = 0; k < 200; ++k) {
        const auto losses = trainer->step(toyBatch(k), 3e-3);
        if (k == 0)
            first = losses.at("points");
        last = k < 180 ? 0.0 : last + losses.at("points") / 20;
        lastFace = k < 180 ? 0.0 : lastFace + losses.at("face") / 20;
    }
    // A guess that always says the middle is off by 0.32 eye distances.
    QVERIFY2(first > 0.3, qPrintable(QString::number(first)));
    QVERIFY2(last < 0.16, qPrintable(QString::number(last)));
    QVERIFY2(lastFace < 0.2, qPrintable(QString::number(lastFace)));
}

void TestLandmarkTrainer::reachesEveryParameter() {
    const auto trainer = makeTrainer();
    trainer->step(toyBatch(1), 1e-3);
    int parameters = 0;
    for (const auto& [name, tensor] : trainer->state()) {
        if (!name.starts_with("adam.mean."))
            continue;
        ++parameters;
        QVERIFY2(std::any_of(tensor.values.begin(), tensor.values.end(), [](float v) { return v != 0; }),
                 name.c_str());
    }
    QVERIFY(parameters > 30);
}

void TestLandmarkTrainer::pointsWithoutAFaceCountForNothing() {
    TensorMap batch = toyBatch(2);
    const double before = makeTrainer()->step(batch, 1e-3).at("points");
    for (std::size_t i = 3; i < batchSize; i += 4)
        for (std::size_t p = 0; p < 10; ++p)
            batch["points"].values[i * 10 + p] = 0.1F * static_cast<float>(p * p);
    QCOMPARE(makeTrainer()->step(batch, 1e-3).at("points"), before);
    batch["points"].values[0] += 0.5F;
    QVERIFY(makeTrainer()->step(batch, 1e-3).at("points") != before);
}

void TestLandmarkTrainer::goesOnWhereItStopped() {
    const auto whole = makeTrainer();
    for (unsigned k = 0; k < 4; ++k)
        whole->step(toyBatch(k), 1e-3);
    const auto begun = makeTrainer();
    for (unsigned k = 0; k < 2; ++k)
        begun->step(toyBatch(k), 1e-3);
    const auto resumed = makeTrainer(99);
    resumed->restore(begun->state());
    for (unsigned k = 2; k < 4; ++k)
        resumed->step(toyBatch(k), 1e-3);
    for (const auto& [name, tensor] : whole->weights())
        QVERIFY2(resumed->weights().at(name).values == tensor.values, name.c_str());
}

void TestLandmarkTrainer::runsAsTheNetworkItWrites() {
    const auto trainer = makeTrainer();
    for (unsigned k = 0; k < 3; ++k)
        trainer->step(toyBatch(k), 1e-3);
    const TensorMap batch = toyBatch(50);
    const FloatTensor answer = trainer->evaluate(batch).at("answer");
    QCOMPARE(answer.shape, (std::vector<std::int64_t>{batchSize, 11}));
    const auto network = limenModelsApi()->createEmbeddingNetwork(
        "landmark-chain", options, trainer->weights(), side, side, {});
    QCOMPARE(network->dimension(), 11);
    std::vector<float> output(answer.values.size());
    network->forward(batch.at("images").values, static_cast<int>(batchSize), output);
    for (std::size_t i = 0; i < output.size(); ++i)
        QVERIFY(std::abs(output[i] - answer.values[i]) < 1e-3F);
}

void TestLandmarkTrainer::refusesOtherBatches() {
    const auto trainer = makeTrainer();
    TensorMap batch = toyBatch(1);
    batch.erase("faces");
    QVERIFY(complaint([&] { trainer->step(batch, 1e-3); }).contains("faces"));
    batch = toyBatch(1);
    batch["images"].shape = {batchSize, side, side * 3, 1};
    QVERIFY(complaint([&] { trainer->step(batch, 1e-3); }).contains("images"));
}

void TestLandmarkTrainer::refusesSenselessOptions() {
    QVERIFY(complaint([] { makeTrainer(1, {{"widths", {8, 8, 8, 8, 8}}}); }).contains("side"));
    QVERIFY(complaint([] { makeTrainer(1, {{"side", 32}, {"widths", {8, 8}}}); }).contains("widths"));
    QVERIFY(complaint([] {
                makeTrainer(1, {{"side", 32}, {"widths", {8, 8, 0, 8, 8}}});
            }).contains("widths"));
}

QTEST_GUILESS_MAIN(TestLandmarkTrainer)
#include "tst_landmark_trainer.moc"
