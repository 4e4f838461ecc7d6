// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "models/models_api.h"

using namespace limen;
using limen::models::ExecutionOptions;
using limen::models::NetworkTrainer;
using limen::models::TensorMap;

namespace {

constexpr int side = 32;
constexpr int outputs = 8;
constexpr std::size_t faceValues = side * side * 3;

Json network(bool bottleneck) {
    return {{"widths", {8, 16, 16, 16}}, {"depths", {1, 1, 1}}, {"bottleneck", bottleneck}};
}

Json options(bool bottleneck = false, double dropout = 0.0) {
    return {{"architecture", "face-chain"},
            {"options", network(bottleneck)},
            {"width", side},
            {"height", side},
            {"embedding", outputs},
            {"dropout", dropout}};
}

std::unique_ptr<NetworkTrainer> create(const Json& how, const ExecutionOptions& execution = {}) {
    return limenModelsApi()->createTrainer("recognizer", how, 5, execution);
}

/// Faces whose target is written in them: a different brightness of each channel and half, and its direction.
TensorMap batchOf(int step, int count = 16) {
    std::mt19937 random(static_cast<unsigned>(step) + 100U);
    std::normal_distribution<float> value;
    FloatTensor images{{count, side, side, 3},
                       std::vector<float>(static_cast<std::size_t>(count) * faceValues)};
    FloatTensor targets{{count, outputs}, {}};
    for (int i = 0; i < count; ++i) {
        float levels[6];
        for (float& level : levels)
            level = value(random);
        for (std::size_t p = 0; p < faceValues; ++p)
            images.values[static_cast<std::size_t>(i) * faceValues + p] =
                levels[p % 3 + (p < faceValues / 2 ? 0 : 3)] + 0.1F * value(random);
        for (int j = 0; j < outputs; ++j)
            targets.values.push_back(j < 6 ? levels[j] : 0.1F);
    }
    return {{"images", std::move(images)}, {"targets", std::move(targets)}};
}

std::vector<float> embed(const TensorMap& weights,
                         const Json& how,
                         const TensorMap& batch,
                         const ExecutionOptions& execution) {
    const auto inference = limenModelsApi()->createEmbeddingNetwork(
        "face-chain", how["options"], weights, side, side, execution);
    const FloatTensor& images = batch.at("images");
    const int count = static_cast<int>(images.shape[0]);
    std::vector<float> result(static_cast<std::size_t>(count * inference->dimension()));
    inference->forward(images.values, count, result);
    return result;
}

double deviation(const std::vector<float>& a, const std::vector<float>& b) {
    double difference = a.size() == b.size() ? 0.0 : INFINITY;
    double largest = 1e-9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        difference = std::max(difference, static_cast<double>(std::abs(a[i] - b[i])));
        largest = std::max(largest, static_cast<double>(std::abs(b[i])));
    }
    return difference / largest;
}

double lossOver(NetworkTrainer& trainer, int from, int to, double rate) {
    double sum = 0.0;
    for (int step = from; step < to; ++step)
        sum += trainer.step(batchOf(step), rate).at("cosine");
    return sum / (to - from);
}

QString refusal(const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadInput ? QString::fromStdString(error.what()) : QString();
    }
    return {};
}

}  // namespace

class TestRecognizerTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyParameterLearns_data() {
        QTest::addColumn<bool>("bottleneck");
        QTest::newRow("two 3x3") << false;
        QTest::newRow("bottleneck") << true;
    }
    void everyParameterLearns() {
        QFETCH(bool, bottleneck);
        const auto trainer = create(options(bottleneck, 0.2));
        const TensorMap before = trainer->state();
        trainer->step(batchOf(0), 1e-2);
        const TensorMap after = trainer->state();
        int parameters = 0;
        for (const auto& [name, tensor] : before) {
            if (!name.starts_with("chain.now."))
                continue;
            ++parameters;
            QVERIFY2(after.at(name).values != tensor.values, name.c_str());
        }
        QVERIFY(parameters > 40);
    }

    void theTaskIsLearned_data() {
        QTest::addColumn<std::string>("precision");
        QTest::newRow("fp32") << std::string("fp32");
        QTest::newRow("bf16") << std::string("bf16");
    }
    void theTaskIsLearned() {
        QFETCH(std::string, precision);
        if (precision == "bf16" && !limenModelsApi()->bf16Available())
            QSKIP("this processor does not compute in bf16");
        const auto trainer = create(options(), {.precision = precision});
        const double first = lossOver(*trainer, 0, 3, 3e-3);
        lossOver(*trainer, 3, 60, 3e-3);
        const double last = lossOver(*trainer, 60, 65, 3e-4);
        QVERIFY2(last < 0.5 * first, qPrintable(QStringLiteral("%1 to %2").arg(first).arg(last)));
    }

    void theFileGivesWhatTheTrainerGives_data() { everyParameterLearns_data(); }
    void theFileGivesWhatTheTrainerGives() {
        QFETCH(bool, bottleneck);
        const Json how = options(bottleneck, 0.3);
        const auto trainer = create(how);
        lossOver(*trainer, 0, 8, 3e-3);
        const TensorMap batch = batchOf(99, 8);
        const std::vector<float> expected = trainer->evaluate(batch).at("embeddings").values;
        QVERIFY(std::abs(expected[0] - expected[outputs]) > 1e-4F);
        for (const bool optimised : {false, true}) {
            const double difference =
                deviation(embed(trainer->weights(), how, batch, {.optimised = optimised}), expected);
            QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
        }
    }

    void aRestoredTrainerGoesOnBitForBit() {
        const auto undisturbed = create(options(false, 0.2));
        lossOver(*undisturbed, 0, 4, 3e-3);
        const auto resumed = create(options(false, 0.2));
        resumed->restore(undisturbed->state());
        lossOver(*undisturbed, 4, 7, 3e-3);
        lossOver(*resumed, 4, 7, 3e-3);
        for (const auto& [name, tensor] : undisturbed->state())
            QVERIFY2(resumed->state().at(name).values == tensor.values, name.c_str());
    }

    void theSeedDecidesTheBeginning() {
        const auto weightsOf = [](std::uint64_t seed) {
            return limenModelsApi()->createTrainer("recognizer", options(), seed, {})->weights();
        };
        QVERIFY(weightsOf(3).at("stem.conv.weight").values == weightsOf(3).at("stem.conv.weight").values);
        QVERIFY(weightsOf(3).at("stem.conv.weight").values != weightsOf(4).at("stem.conv.weight").values);
    }

    void whatDoesNotFitIsRefused() {
        const auto trainer = create(options());
        TensorMap batch = batchOf(0);
        batch.erase("targets");
        QVERIFY(refusal([&] { trainer->step(batch, 1e-3); }).contains(QStringLiteral("targets")));
        batch = batchOf(0);
        batch["images"].shape = {16, side * side, 1, 3};
        QVERIFY(refusal([&] { trainer->step(batch, 1e-3); }).contains(QStringLiteral("images")));
        QVERIFY(refusal([&] { trainer->restore({}); }).contains(QStringLiteral("missing")));
        QVERIFY(refusal([&] {
                    create(options())->restore(create(options(true))->state());
                }).contains(QStringLiteral("the network needs")));
        for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{
                 {"dropout", 1.5}, {"embedding", 0}, {"architecture", "resnet"}, {"temperature", "hot"}}) {
            Json wrong = options();
            wrong[key] = value;
            QVERIFY2(!refusal([&] { create(wrong); }).isEmpty(), key);
        }
        Json wrong = options();
        wrong["options"]["widths"] = {8, 16, 16};
        QVERIFY(refusal([&] { create(wrong); }).contains(QStringLiteral("widths")));
        QVERIFY(!refusal([] { limenModelsApi()->createTrainer("poet", {}, 1, {}); }).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecognizerTrainer)
#include "tst_recognizer_trainer.moc"
