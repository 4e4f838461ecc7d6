// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "base/error.h"
#include "models/models_api.h"

using namespace limen;
using models::TensorMap;

namespace {

constexpr std::int64_t side = 64;
const Json options = {{"width", 0.25}};

std::unique_ptr<models::NetworkTrainer> makeTrainer(std::uint64_t seed = 1, const Json& with = options) {
    return limenModelsApi()->createTrainer("structure", with, seed, {});
}

std::unique_ptr<models::TensorNetwork> makeNetwork(const TensorMap& weights, int threads = 1) {
    return limenModelsApi()->createTensorNetwork("shen21", options, weights, {.threads = threads});
}

/// Waves of any direction, -0.8..0.8; the targets have half of their height.
TensorMap waves(std::int64_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> frequency(-0.5F, 0.5F);
    FloatTensor patches{{count, 1, side, side}, {}};
    for (std::int64_t i = 0; i < count; ++i) {
        const float fx = frequency(random);
        const float fy = frequency(random);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                patches.values.push_back(0.8F *
                                         std::sin(fx * static_cast<float>(x) + fy * static_cast<float>(y)));
    }
    FloatTensor targets = patches;
    for (float& value : targets.values)
        value *= 0.5F;
    return {{"patches", std::move(patches)}, {"targets", std::move(targets)}};
}

FloatTensor answerOf(models::TensorNetwork& network, FloatTensor patches) {
    return network.forward({{"patches", std::move(patches)}}).at("patches");
}

double largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    double largest = a.size() == b.size() ? 0.0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(double{a[i]} - double{b[i]}));
    return largest;
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

class TestStructureNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsWhatAPatchIsToLookLike() {
        const auto trainer = makeTrainer();
        double first = 0.0, last = 0.0;
        for (unsigned k = 0; k < 40; ++k) {
            const double error = trainer->step(waves(6, k), 1e-3).at("error");
            if (k < 5)
                first += error;
            if (k >= 35)
                last += error;
        }
        QVERIFY2(last < 0.5 * first, qPrintable(QStringLiteral("%1 to %2").arg(first).arg(last)));
    }

    void hasTheParametersOfThePublishedNetwork() {
        std::size_t parameters = 0;
        for (const auto& [name, tensor] : makeTrainer(1, {{"width", 1}})->state())
            if (name.starts_with("adam.mean."))
                parameters += tensor.values.size();
        QCOMPARE(parameters, std::size_t{5780576});
    }

    void everyParameterLearns() {
        // Where one number is all that a level's mean is squeezed to, every second network begins deaf to it.
        std::map<std::string, bool> learns;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const auto trainer = makeTrainer(seed);
            for (unsigned k = 0; k < 2; ++k)  // the first step opens the gate of the self-attention
                trainer->step(waves(2, k), 1e-3);
            for (const auto& [name, tensor] : trainer->state())
                if (name.starts_with("adam.mean."))
                    learns[name] |= std::any_of(tensor.values.begin(), tensor.values.end(), [](float value) {
                        return value != 0.0F;
                    });
        }
        QVERIFY(learns.size() > 80);
        for (const auto& [name, does] : learns)
            QVERIFY2(does || name == "adam.mean.attention.key.bias", name.c_str());  // softmax ignores it
    }

    void goesOnWhereItStopped() {
        const auto whole = makeTrainer();
        const auto first = makeTrainer();
        for (unsigned k = 0; k < 3; ++k) {
            whole->step(waves(4, k), 1e-3);
            first->step(waves(4, k), 1e-3);
        }
        const auto second = makeTrainer(7);
        second->restore(first->state());
        for (unsigned k = 3; k < 5; ++k)
            QCOMPARE(second->step(waves(4, k), 1e-3).at("error"), whole->step(waves(4, k), 1e-3).at("error"));
        const TensorMap expected = whole->weights();
        const TensorMap resumed = second->weights();
        QCOMPARE(resumed.size(), expected.size());
        for (const auto& [name, tensor] : expected)
            QVERIFY2(resumed.at(name).values == tensor.values, name.c_str());
        QVERIFY(complaint([&] { second->restore(expected); }).contains("missing"));
    }

    void runsAsTheNetworkItWrites() {
        const auto trainer = makeTrainer();
        for (unsigned k = 0; k < 3; ++k)
            trainer->step(waves(4, k), 1e-3);
        const TensorMap asked = {{"patches", waves(5, 9).at("patches")}};
        const FloatTensor expected = trainer->evaluate(asked).at("patches");
        const auto network = makeNetwork(trainer->weights());
        const FloatTensor answer = answerOf(*network, asked.at("patches"));
        QCOMPARE(answer.shape, expected.shape);
        QVERIFY(largestDifference(answer.values, expected.values) < 1e-4);
        for (const float value : answer.values)
            QVERIFY(value >= -1.0F && value <= 1.0F);
    }

    void anAnswerDependsOnItsPatchAlone() {
        const auto trainer = makeTrainer();
        trainer->step(waves(4, 0), 1e-3);
        const FloatTensor patches = waves(7, 3).at("patches");
        const auto network = makeNetwork(trainer->weights());
        const FloatTensor all = answerOf(*network, patches);
        const auto threads = makeNetwork(trainer->weights(), 2);
        QVERIFY(answerOf(*threads, patches).values == all.values);
        for (const std::size_t i : {0U, 3U, 6U}) {
            constexpr std::size_t size = side * side;
            const auto begin = static_cast<std::ptrdiff_t>(i * size);
            const FloatTensor one{
                {1, 1, side, side},
                {patches.values.begin() + begin, patches.values.begin() + begin + std::ptrdiff_t{size}}};
            const FloatTensor alone = answerOf(*network, one);
            QVERIFY(std::equal(alone.values.begin(), alone.values.end(), all.values.begin() + begin));
        }
    }

    void whatDoesNotFitIsRefused() {
        QVERIFY(complaint([] { makeTrainer(1, {{"width", 0.3}}); }).contains("no width 0.3"));
        QVERIFY(complaint([] { makeTrainer(1, {{"width", "wide"}}); }).contains("wide"));
        const auto trainer = makeTrainer();
        TensorMap batch = waves(4, 0);
        batch["targets"] = waves(3, 0).at("targets");
        QVERIFY(complaint([&] { trainer->step(batch, 1e-3); }).contains("targets"));
        batch["patches"].shape = {4, 1, 32, 128};
        QVERIFY(complaint([&] { trainer->step(batch, 1e-3); }).contains("patches"));
        TensorMap weights = trainer->weights();
        weights.erase("out.weight");
        QVERIFY(complaint([&] { makeNetwork(weights); }).contains("out.weight"));
        weights = trainer->weights();
        weights["encoder.1.weight"].values.front() = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(complaint([&] { makeNetwork(weights); }).contains("encoder.1.weight"));
        weights = trainer->weights();
        weights["more"] = {{1}, {0.0F}};
        QVERIFY(complaint([&] { makeNetwork(weights); }).contains("more"));
    }
};

QTEST_GUILESS_MAIN(TestStructureNetwork)
#include "tst_structure_network.moc"
