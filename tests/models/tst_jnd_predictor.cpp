// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>

#include "models/small_jnd_network.h"

using namespace limen;
using namespace limen::test;
using models::TensorMap;

class TestJndPredictor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsAsTheNetworkItWrites() {
        const auto trainer = create();
        mean(*trainer, "loss", 0, 6, 3e-3);
        const TensorMap images = imagesOf(batchOf(50, 5), 0, 5);
        const FloatTensor wanted = trainer->evaluate(images).at("jnd");
        QCOMPARE(wanted.shape, (std::vector<std::int64_t>{5, 3, side, side}));
        QVERIFY(deviation(wanted, images.at("images")) > 0.05);
        const TensorMap weights = trainer->weights();
        QCOMPARE(deviation(predictor(weights)->forward(images).at("jnd"), wanted), 0.0);
        // Batch norms folded or kept.
        QVERIFY(deviation(predictor(weights, {.optimised = false})->forward(images).at("jnd"), wanted) <
                1e-4);
        if (limenModelsApi()->bf16Available())  // two steps of 256 grey levels
            QVERIFY(deviation(predictor(weights, {.precision = "bf16"})->forward(images).at("jnd"), wanted) <
                    0.016);
        // The evaluator follows the steps.
        trainer->step(batchOf(7), 3e-3);
        QVERIFY(deviation(trainer->evaluate(images).at("jnd"), wanted) > 0);
    }

    void anImagesAnswerIsItsOwn() {
        const auto trainer = create();
        mean(*trainer, "loss", 0, 3, 3e-3);
        const TensorMap weights = trainer->weights();
        const TensorMap batch = batchOf(50, 6);
        for (const char* precision : {"fp32", "bf16"}) {
            if (precision == std::string("bf16") && !limenModelsApi()->bf16Available())
                continue;
            const auto one = predictor(weights, {.precision = precision});
            const auto two = predictor(weights, {.precision = precision, .threads = 2});
            const FloatTensor whole = one->forward(imagesOf(batch, 0, 6)).at("jnd");
            QCOMPARE(deviation(two->forward(imagesOf(batch, 0, 6)).at("jnd"), whole), 0.0);
            for (std::size_t i = 0; i < 6; ++i) {
                const FloatTensor alone = two->forward(imagesOf(batch, i, 1)).at("jnd");
                QVERIFY(std::equal(alone.values.begin(),
                                   alone.values.end(),
                                   whole.values.begin() + static_cast<std::ptrdiff_t>(i * imageValues)));
            }
        }
    }

    void inspectionShowsTheLevels() {
        const TensorMap weights = create()->weights();
        const TensorMap seen =
            predictor(weights, {}, {{"inspect", true}})->forward(imagesOf(batchOf(1), 0, 2));
        QCOMPARE(seen.size(), std::size_t{16});
        QCOMPARE(seen.at("identity5").shape, (std::vector<std::int64_t>{2, 128, 2, 2}));
        for (const char* level : {"1", "2", "3", "4", "5"}) {
            FloatTensor sum = seen.at(std::string("identity") + level);
            const FloatTensor& residual = seen.at(std::string("residual") + level);
            std::transform(sum.values.begin(),
                           sum.values.end(),
                           residual.values.begin(),
                           sum.values.begin(),
                           std::plus<>());
            QVERIFY(deviation(sum, seen.at(std::string("feature") + level)) < 1e-4);
        }
    }
};

QTEST_GUILESS_MAIN(TestJndPredictor)
#include "tst_jnd_predictor.moc"
