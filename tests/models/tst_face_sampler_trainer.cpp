// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "base/error.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "models/models_api.h"
#include "models/random_mobile_face_net.h"

using namespace limen;
using models::TensorMap;

namespace {

constexpr std::int64_t photos = 2;
const Json generator = {{"mapSide", 44}, {"embedding", 8}, {"widths", {8, 8, 8}}, {"blocks", {1, 1, 1}}};

std::unique_ptr<models::NetworkTrainer> makeTrainer(std::uint64_t seed = 1) {
    return limenModelsApi()->createTrainer("face-sampler", {{"generator", generator}}, seed, {});
}

FloatTensor noise(std::vector<std::int64_t> shape, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-0.9F, 0.9F);
    FloatTensor tensor;
    std::int64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= extent;
    tensor.shape = std::move(shape);
    tensor.values.resize(static_cast<std::size_t>(count));
    std::generate(tensor.values.begin(), tensor.values.end(), [&] { return uniform(random); });
    return tensor;
}

/// A window of the canvas whose photographs have the layouts' colours turned over: nothing that the network
/// shows before it has learned it.
TensorMap toyBatch(unsigned seed) {
    TensorMap batch;
    batch["place"] = {{2}, {8, 8}};
    batch["embedding"] = noise({2 * photos, 8}, seed + 1);
    // One colour a picture: what a few steps can learn.
    batch["map"] = {{2 * photos, 3, 28, 28}, {}};
    for (const float colour : noise({2 * photos, 3}, seed).values)
        batch["map"].values.insert(batch["map"].values.end(), 28 * 28, colour);
    FloatTensor photo{{photos, 3, 112, 112}, std::vector<float>(photos * 3 * 112 * 112)};
    for (std::size_t i = 0; i < photo.values.size(); ++i) {
        const std::size_t x = i % 112;
        const std::size_t y = i / 112 % 112;
        photo.values[i] = -batch["map"].values[(i / (112 * 112)) * 28 * 28 + y / 4 * 28 + x / 4];
    }
    batch["photo"] = std::move(photo);
    return batch;
}

}  // namespace

class TestFaceSamplerTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reachesEveryParameter() {
        const auto trainer = makeTrainer();
        trainer->step(toyBatch(1), 1e-3);
        int parameters = 0;
        for (const auto& [name, tensor] : trainer->state()) {
            if (name.find("adam.mean.") == std::string::npos)
                continue;
            ++parameters;
            const bool moved =
                std::any_of(tensor.values.begin(), tensor.values.end(), [](float v) { return v != 0; });
            QVERIFY2(moved, name.c_str());
        }
        QVERIFY(parameters > 30);
    }

    void learnsWhatThePhotographsShow() {
        const auto trainer = makeTrainer();
        double first = 0;
        double last = 0;
        for (unsigned k = 0; k < 24; ++k) {
            const double coarse = trainer->step(toyBatch(1), 3e-3).at("coarse");
            (k < 3 ? first : last) += k < 3 || k >= 21 ? coarse / 3 : 0.0;
        }
        QVERIFY2(last < 0.7 * first, qPrintable(QString("%1 after %2").arg(last).arg(first)));
    }

    void followsItsJudges_data() {
        QTest::addColumn<bool>("mobileNetV2");
        QTest::newRow("PReLU") << false;
        QTest::newRow("ReLU6") << true;
    }
    void followsItsJudges() {
        QFETCH(bool, mobileNetV2);
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "judge.safetensors";
        writeSafetensors(file, test::RandomMobileFaceNet(mobileNetV2, 8).weights);
        const Json judge = {
            {"weights", file.string()},
            {"options",
             mobileNetV2 ? Json{{"blocks", "mobilenetv2"}, {"activation", "relu6"}} : Json::object()},
            {"architecture", "mobilefacenet"},
            {"crop", {40, 40, 32, 32}},
            {"mean", {127.5, 127.5, 127.5}},
            {"std", {128, 128, 128}}};
        const auto trainer = limenModelsApi()->createTrainer(
            "face-sampler", {{"generator", generator}, {"judges", {judge}}}, 1, {});
        const double first = trainer->step(toyBatch(1), 3e-3).at("identity");
        double last = 0;
        for (int k = 0; k < 24; ++k)
            last = trainer->step(toyBatch(1), 3e-3).at("identity");
        QVERIFY2(last < 0.9 * first, qPrintable(QString("%1 after %2").arg(last).arg(first)));
    }

    void goesOnWhereItStopped() {
        const auto whole = makeTrainer();
        for (unsigned k = 0; k < 4; ++k)
            whole->step(toyBatch(k), 1e-3);
        const auto before = makeTrainer();
        for (unsigned k = 0; k < 2; ++k)
            before->step(toyBatch(k), 1e-3);
        const auto after = makeTrainer(1);
        after->restore(before->state());
        for (unsigned k = 2; k < 4; ++k)
            after->step(toyBatch(k), 1e-3);
        for (const auto& [name, tensor] : whole->state())
            QVERIFY2(after->state().at(name).values == tensor.values, name.c_str());
    }

    void runsAsTheNetworkItWrites() {
        const auto trainer = makeTrainer();
        trainer->step(toyBatch(1), 1e-3);
        const auto network =
            limenModelsApi()->createTensorNetwork("face-generator", generator, trainer->weights(), {});
        TensorMap inputs = {
            {"place", {{2}, {0, 0}}}, {"map", noise({1, 3, 44, 44}, 5)}, {"embedding", noise({1, 8}, 6)}};
        const FloatTensor expected = trainer->evaluate(inputs).at("photo");
        QCOMPARE(expected.shape, (std::vector<std::int64_t>{1, 3, 176, 176}));
        inputs["noise"] = {{1}, {1}};  // evaluate() draws with the trainer's seed
        const FloatTensor made = network->forward(inputs).at("photo");
        for (std::size_t i = 0; i < made.values.size(); ++i)
            QVERIFY(std::abs(made.values[i] - expected.values[i]) < 1e-5F);
        QVERIFY(network->forward(inputs).at("photo").values == made.values);
        inputs["noise"] = {{1}, {2}};
        QVERIFY(network->forward(inputs).at("photo").values != made.values);
    }

    void refusesOtherBatches_data() {
        QTest::addColumn<QString>("tensor");
        for (const char* name : {"place", "photo", "map", "embedding"})
            QTest::newRow(name) << name;
    }
    void refusesOtherBatches() {
        QFETCH(QString, tensor);
        const auto trainer = makeTrainer();
        TensorMap batch = toyBatch(1);
        batch.erase(tensor.toStdString());
        try {
            trainer->step(batch, 1e-3);
            QFAIL("took a batch without it");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadInput);
            QVERIFY(QString::fromStdString(error.what()).contains(tensor));
        }
    }

    void fitSeparatesPeopleFromPhotographs() {
        // Two layout values: the first tells people apart, the second photographs of one person.
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        constexpr std::int64_t people = 200;
        constexpr std::int64_t each = 6;
        TensorMap data;
        data["weight"] = {{4}, {1, 1, 1, 1}};
        FloatTensor& map = data["map"];
        FloatTensor& embedding = data["embedding"];
        FloatTensor& person = data["person"];
        map.shape = {people * each, 4};
        embedding.shape = {people * each, 2};
        person.shape = {people * each};
        for (int p = 0; p < people; ++p) {
            const float who = 3.0F * normal(random);
            for (int k = 0; k < each; ++k) {
                const float when = 2.0F * normal(random);
                map.values.insert(map.values.end(),
                                  {who, when, 0.01F * normal(random), 0.01F * normal(random)});
                embedding.values.insert(embedding.values.end(),
                                        {0.01F * normal(random), 0.01F * normal(random)});
                person.values.push_back(static_cast<float>(p));
            }
        }
        const TensorMap fitted = limenModelsApi()->fitFaceLatents(data, 2, 1, 1);
        // z = (two coefficients, two embedding values); back in layout space the directions must be the axes.
        const auto inLayout = [&](const char* name) {
            const std::vector<float>& z = fitted.at(name).values;
            const std::vector<float>& basis = fitted.at("basis").values;
            return std::pair{z[0] * basis[0] + z[1] * basis[4], z[0] * basis[1] + z[1] * basis[5]};
        };
        const auto [betweenFirst, betweenSecond] = inLayout("latent.between");
        const auto [withinFirst, withinSecond] = inLayout("latent.within");
        QVERIFY2(std::abs(std::abs(betweenFirst) - 3.0F) < 0.5F, qPrintable(QString::number(betweenFirst)));
        QVERIFY2(std::abs(betweenSecond) < 0.4F, qPrintable(QString::number(betweenSecond)));
        QVERIFY2(std::abs(std::abs(withinSecond) - 2.0F) < 0.3F, qPrintable(QString::number(withinSecond)));
        QVERIFY2(std::abs(withinFirst) < 0.3F, qPrintable(QString::number(withinFirst)));
    }
};

QTEST_GUILESS_MAIN(TestFaceSamplerTrainer)
#include "tst_face_sampler_trainer.moc"
