// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "base/error.h"
#include "base/safe_file.h"
#include "base/safetensors.h"
#include "models/models_api.h"
#include "models/random_mobile_face_net.h"
#include "models/small_jnd_network.h"

using namespace limen;
using namespace limen::test;
using models::ExecutionOptions;
using models::NetworkTrainer;
using models::TensorMap;

class TestJndTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsTheJndImages_data() {
        QTest::addColumn<std::string>("precision");
        QTest::newRow("fp32") << std::string("fp32");
        QTest::newRow("bf16") << std::string("bf16");
    }
    void learnsTheJndImages() {
        QFETCH(std::string, precision);
        if (precision == "bf16" && !limenModelsApi()->bf16Available())
            QSKIP("this processor does not compute in bf16");
        const auto trainer = create(options(), {.precision = precision});
        const TensorMap batch = batchOf(0);
        const double first = trainer->step(batch, 1e-3).at("pixel");
        double last = first;
        for (int step = 1; step < 12; ++step)
            last = trainer->step(batch, 1e-3).at("pixel");
        QVERIFY2(last < 0.4 * first, qPrintable(QStringLiteral("%1 to %2").arg(first).arg(last)));
    }

    void everyParameterMoves() {
        const auto trainer = create();
        trainer->step(batchOf(1), 1e-4);
        int parameters = 0;
        for (const auto& [name, tensor] : trainer->state()) {
            if (!name.starts_with("adam.mean."))
                continue;
            ++parameters;
            QVERIFY2(
                std::any_of(tensor.values.begin(), tensor.values.end(), [](float v) { return v != 0.0F; }),
                name.c_str());
        }
        QVERIFY(parameters > 100);
    }

    void startsByChangingNextToNothing() {
        TensorMap batch = batchOf(0);
        batch["jnd"] = batch["images"];
        QVERIFY(create()->step(batch, 1e-4).at("pixel") < 0.05);  // of -1..1
    }

    void lossesFollowTheBatchAndTheWeights() {
        const auto names = [](NetworkTrainer& trainer, const TensorMap& batch) {
            QStringList result;
            for (const auto& [name, value] : trainer.step(batch, 1e-4))
                result << QString::fromStdString(name);
            return result;
        };
        const auto trainer = create();
        const QStringList all = {"gradient", "identity", "loss", "pixel"};
        const QStringList pixelAlone = {"gradient", "loss", "pixel"};
        TensorMap batch = batchOf(0);
        QCOMPARE(names(*trainer, batch), all);
        batch["matched"].values = {0, 0, 1, 0};
        QCOMPARE(names(*trainer, batch), all);
        batch["matched"].values = {0, 0, 0, 0};
        QCOMPARE(names(*trainer, batch), pixelAlone);
        batch["matched"].values = {1, 1, 1, 1};
        batch["identities"].values = {3, 3, 3, 3};
        QCOMPARE(names(*trainer, batch), pixelAlone);
        // Nobody asks for positives when nothing needs them.
        trainer->change({{"lambda_id", 0}});
        batch.erase("positives");
        batch.erase("matched");
        QCOMPARE(names(*trainer, batch), pixelAlone);
        trainer->change({{"lambda_pixel", 0}});
        QVERIFY(!refusal(ErrorKind::BadInput, [&] { trainer->step(batch, 1e-4); }).isEmpty());
    }

    void unmatchedPositivesDoNotMatter() {
        TensorMap batch = batchOf(0);
        batch["matched"].values = {1, 0, 0, 1};
        const auto one = create();
        const auto other = create();
        one->step(batch, 1e-4);
        std::fill_n(batch["positives"].values.begin() + imageValues, 2 * imageValues, 0.7F);
        other->step(batch, 1e-4);
        QVERIFY(sameTensors(one->state(), other->state()));
    }

    void changedWeightsCountFromTheNextStep() {
        const auto trainer = create();
        const auto check = [&](double identity, double pixel) {
            const auto losses = trainer->step(batchOf(1), 1e-4);
            QVERIFY(std::abs(identity * losses.at("identity") + pixel * losses.at("pixel") -
                             losses.at("loss")) < 1e-9);
        };
        check(0.5, 5.0);
        trainer->change({{"lambda_id", 0.25}, {"lambda_pixel", 7}});
        check(0.25, 7.0);
        // They belong to the state.
        const auto resumed = create();
        resumed->restore(trainer->state());
        const auto a = trainer->step(batchOf(2), 1e-4);
        const auto b = resumed->step(batchOf(2), 1e-4);
        QCOMPARE(a, b);
        // What is refused changes nothing.
        const TensorMap before = trainer->state();
        for (const char* wrong : {R"({"lambda_pixel": 3, "depth": 3})",
                                  R"({"lambda_pixel": -1})",
                                  R"({"lambda_content": 1, "lambda_pixel": "much"})"})
            QVERIFY(!refusal(ErrorKind::BadInput, [&] { trainer->change(Json::parse(wrong)); }).isEmpty());
        QVERIFY(sameTensors(trainer->state(), before));
    }

    void otherTrainersSayThatTheyCannot() {
        const auto other =
            limenModelsApi()->createTrainer("landmarks", {{"side", 32}, {"widths", {8, 8, 8, 8, 8}}}, 1, {});
        QVERIFY(refusal(ErrorKind::BadInput, [&] {
                    other->change({{"lambda_id", 1}});
                }).contains(QStringLiteral("lambda_id")));
    }

    void sharesAddUpAndLeaveTheGradientAsItIs() {
        const auto with = create(options({{"share_every", 2}}));
        const auto without = create();
        for (unsigned step = 0; step < 3; ++step) {
            auto losses = with->step(batchOf(step), 0.0);
            const auto plain = without->step(batchOf(step), 0.0);
            QVERIFY(std::abs(losses.at("gradient") / plain.at("gradient") - 1) < 1e-4);
            QCOMPARE(losses.contains("share_identity"), step % 2 == 0);
            if (step % 2 == 0)
                QVERIFY(std::abs(losses.at("share_identity") + losses.at("share_pixel") - 1) < 1e-9);
        }
    }

    void contentLossOnSomeStepsAndOnAPart() {
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "recognizer.safetensors";
        writeSafetensors(file, test::RandomMobileFaceNet(false, 8).weights);
        const Json recognizer = {{"weights", file.string()},
                                 {"options", Json::object()},
                                 {"architecture", "mobilefacenet"},
                                 {"crop", {0, 0, 32, 32}},
                                 {"mean", {127.5, 127.5, 127.5}},
                                 {"std", {128, 128, 128}}};
        const auto trainer = create(options({{"content", {{"recognizer", recognizer}, {"every", 2}}}}));
        for (unsigned step = 0; step < 4; ++step) {
            const auto losses = trainer->step(batchOf(step), 1e-4);
            QCOMPARE(losses.contains("content"), step % 2 == 0);
            if (step % 2 == 0)  // seldom, so it weighs more
                QVERIFY(std::abs(0.5 * losses.at("identity") + 5 * losses.at("pixel") +
                                 0.2 * losses.at("content") - losses.at("loss")) < 1e-9);
        }
    }

    void contentLossOnAPart() {
        // A network of one layer; reads as a VGG-19 that ends early.
        TensorMap vgg = {{"0.weight", {{3, 3, 1, 1}, {1, 0, 0, 0, 1, 0, 0, 0, 1}}},
                         {"0.bias", {{3}, {0, 0, 0}}},
                         {"2.weight", {{64, 3, 3, 3}, {}}},
                         {"2.bias", {{64}, std::vector<float>(64)}}};
        for (int i = 0; i < 64 * 27; ++i)
            vgg["2.weight"].values.push_back(static_cast<float>(i % 11) / 11 - 0.4F);
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "vgg.safetensors";
        writeSafetensors(file, vgg);
        // The part lies somewhere else in every step, the same in every run.
        const Json part = options({{"content", {{"vgg19", file.string()}, {"crop", 16}}}});
        const auto contentOf = [&](int steps) {
            const auto trainer = create(part);
            double content = 0.0;
            for (int i = 0; i < steps; ++i)
                content = trainer->step(batchOf(3), 0.0).at("content");
            return content;
        };
        const double second = contentOf(2);
        QCOMPARE(contentOf(2), second);
        QVERIFY(contentOf(1) != second);
    }

    void bf16LossesStayNearFp32() {
        if (!limenModelsApi()->bf16Available())
            QSKIP("this processor does not compute in bf16");
        const auto fp32 = create();
        const auto bf16 = create(options(), {.precision = "bf16"});
        for (unsigned step = 0; step < 5; ++step) {
            const auto wanted = fp32->step(batchOf(step), 1e-4);
            const auto found = bf16->step(batchOf(step), 1e-4);
            // Tolerance: values have 8 bits of mantissa; the losses are means over thousands of them.
            for (const char* name : {"identity", "pixel", "loss"})
                QVERIFY2(
                    std::abs(found.at(name) / wanted.at(name) - 1) < 0.02,
                    qPrintable(
                        QStringLiteral("%1 %2 for %3").arg(name).arg(found.at(name)).arg(wanted.at(name))));
        }
    }

    void asPublishedIsTheSameTraining() {
        const auto quick = create();
        const auto plain = create(options(), {.optimised = false});
        for (unsigned step = 0; step < 3; ++step) {
            const auto a = quick->step(batchOf(step), 1e-5);
            const auto b = plain->step(batchOf(step), 1e-5);
            for (const auto& [name, value] : b)
                QVERIFY2(std::abs(a.at(name) / value - 1) < 1e-3, name.c_str());
        }
    }

    void aRestoredTrainerGoesOnBitForBit() {
        const Json how = options({{"share_every", 3}});
        const auto undisturbed = create(how);
        mean(*undisturbed, "loss", 0, 3, 1e-3);
        undisturbed->change({{"lambda_id", 0.3}});
        const auto resumed = create(how);
        resumed->restore(undisturbed->state());
        QCOMPARE(mean(*undisturbed, "loss", 3, 6, 1e-3), mean(*resumed, "loss", 3, 6, 1e-3));
        QVERIFY(sameTensors(undisturbed->state(), resumed->state()));
        QVERIFY(sameTensors(undisturbed->weights(), resumed->weights()));
    }

    void theSeedDecidesTheBeginning() {
        const auto weightsOf = [](std::uint64_t seed) {
            return limenModelsApi()->createTrainer("jnd", options(), seed, {})->weights();
        };
        QVERIFY(sameTensors(weightsOf(3), weightsOf(3)));
        QVERIFY(weightsOf(3).at("encoder.conv1.weight").values !=
                weightsOf(4).at("encoder.conv1.weight").values);
    }

    void anEncoderCanBeBegunFromARecognizer() {
        const ScratchFolder scratch;
        const std::filesystem::path file = scratch.path() / "iresnet.safetensors";
        TensorMap iresnet;
        for (const auto& [name, tensor] : limenModelsApi()->createTrainer("jnd", options(), 8, {})->weights())
            if (name.starts_with("encoder."))
                iresnet[name.substr(8)] = tensor;
        iresnet["fc.weight"] = {{2, 2}, {1, 2, 3, 4}};  // its head has no place here
        writeSafetensors(file, iresnet);
        const TensorMap found = create(options({{"encoder", file.string()}}))->weights();
        for (const auto& [name, tensor] : iresnet)
            if (name != "fc.weight")
                QVERIFY2(found.at("encoder." + name).values == tensor.values, name.c_str());
    }

    void notANumberStopsTheStep() {
        const auto trainer = create();
        trainer->step(batchOf(0), 1e-4);
        const TensorMap before = trainer->weights();
        TensorMap batch = batchOf(1);
        batch["jnd"].values[77] = std::numeric_limits<float>::quiet_NaN();
        const QString told = refusal(ErrorKind::Failure, [&] { trainer->step(batch, 1e-4); });
        QVERIFY2(told.contains("pixel") && told.contains("step 1"), qPrintable(told));
        for (const auto& [name, tensor] : before)
            if (name.find("running") == std::string::npos)
                QVERIFY2(trainer->weights().at(name).values == tensor.values, name.c_str());
    }

    void whatDoesNotFitIsRefused() {
        const auto trainer = create();
        for (const char* name : {"images", "jnd", "positives", "matched", "identities"}) {
            TensorMap batch = batchOf(0);
            batch.erase(name);
            QVERIFY2(refusal(ErrorKind::BadInput, [&] { trainer->step(batch, 1e-4); }).contains(name), name);
        }
        const TensorMap odd = {{"images", {{1, 3, 24, 32}, std::vector<float>(3 * 24 * 32)}}};
        QVERIFY(!refusal(ErrorKind::BadInput, [&] { trainer->evaluate(odd); }).isEmpty());
        QVERIFY(!refusal(ErrorKind::BadInput, [&] { trainer->step(odd, 1e-4); }).isEmpty());

        const TensorMap weights = trainer->weights();
        QVERIFY(refusal(ErrorKind::BadInput, [&] {
                    predictor(weights, {}, {{"width", 0.5}});
                }).contains("encoder.conv1.weight"));
        TensorMap damaged = weights;
        damaged["afd3.fuse.weight"].values[5] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(refusal(ErrorKind::BadInput, [&] { predictor(damaged); }).contains("afd3.fuse.weight"));
        QVERIFY(
            refusal(ErrorKind::BadInput, [&] {
                create(options({{"network", {{"depth", 18}, {"width", 0.5}}}}))->restore(trainer->state());
            }).contains("the network needs"));
        QVERIFY(!refusal(ErrorKind::BadInput, [&] { trainer->restore({}); }).isEmpty());
        for (const auto& [key, value] : std::vector<std::pair<const char*, Json>>{{"lambda_id", -1},
                                                                                  {"lambda_pixel", "x"},
                                                                                  {"identity_distance", "l2"},
                                                                                  {"share_every", 0.5},
                                                                                  {"content", 3},
                                                                                  {"network", {{"afd", 1}}}})
            QVERIFY2(!refusal(ErrorKind::BadInput, [&] { create(options({{key, value}})); }).isEmpty(), key);
    }
};

QTEST_GUILESS_MAIN(TestJndTrainer)
#include "tst_jnd_trainer.moc"
