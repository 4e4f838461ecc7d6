// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "base/error.h"
#include "quality/dropout_distance.h"

using namespace limen;

namespace {

LinearLayer randomLayer(std::size_t inputs, std::size_t outputs, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> value;
    LinearLayer layer{inputs, outputs, std::vector<float>(inputs * outputs), std::vector<float>(outputs)};
    for (std::vector<float>* values : {&layer.weight, &layer.bias})
        std::generate(values->begin(), values->end(), [&] { return value(random); });
    return layer;
}

std::vector<float> randomFeatures(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> value;
    std::vector<float> features(count);
    std::generate(features.begin(), features.end(), [&] { return value(random); });
    return features;
}

}  // namespace

class TestDropoutDistance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoresAreThoseOfTheSpecification_data() {
        QTest::addColumn<double>("distance");
        QTest::addColumn<double>("score");
        QTest::addColumn<double>("mapped");
        // spec/metrics.md section 6
        QTest::newRow("0.1") << 0.1 << 0.950042 << 0.999889;
        QTest::newRow("0.2") << 0.2 << 0.900332 << 0.933588;
        QTest::newRow("0.25") << 0.25 << 0.875647 << 0.362186;
        QTest::newRow("0.3") << 0.3 << 0.851115 << 0.022864;
    }
    void scoresAreThoseOfTheSpecification() {
        QFETCH(double, distance);
        QFETCH(double, score);
        QFETCH(double, mapped);
        QVERIFY(std::abs(serFiqScore(distance) - score) < 5e-7);
        QVERIFY(std::abs(serFiqMapped(serFiqScore(distance)) - mapped) < 5e-7);
        QCOMPARE(serFiqScore(0.0), 1.0);
    }

    void patternsLeaveOutTheirShareAndFollowTheSeed() {
        const DropoutPatterns patterns(100, 256, 0.3, 5);
        QCOMPARE(patterns.count(), std::size_t{100});
        std::size_t kept = 0;
        std::size_t equal = 0;
        std::size_t sameAsFirst = 0;
        const DropoutPatterns again(100, 256, 0.3, 5);
        const DropoutPatterns other(100, 256, 0.3, 6);
        std::size_t sameAsOther = 0;
        for (std::size_t p = 0; p < 100; ++p)
            for (std::size_t i = 0; i < 256; ++i) {
                kept += patterns.isKept(p, i);
                equal += patterns.isKept(p, i) == again.isKept(p, i);
                sameAsOther += patterns.isKept(p, i) == other.isKept(p, i);
                sameAsFirst += p > 0 && patterns.isKept(p, i) == patterns.isKept(0, i);
            }
        // Standard deviation of the share: 0.003.
        QVERIFY(std::abs(static_cast<double>(kept) / 25600.0 - 0.7) < 0.015);
        QCOMPARE(equal, std::size_t{25600});
        QVERIFY(sameAsOther < 25600 * 3 / 4 && sameAsFirst < 25344 * 3 / 4);
        QVERIFY(std::abs(patterns.scale() - 1.0 / 0.7) < 1e-12);
    }

    void theDistanceIsTheMeanOverAllPairs() {
        const std::size_t inputs = 7;
        const std::size_t outputs = 3;
        const LinearLayer layer = randomLayer(inputs, outputs, 1);
        const std::vector<float> features = randomFeatures(inputs, 2);
        const DropoutPatterns patterns(5, inputs, 0.4, 3);
        std::vector<std::vector<double>> units;
        for (std::size_t p = 0; p < 5; ++p) {
            std::vector<double> unit;
            double square = 0.0;
            for (std::size_t o = 0; o < outputs; ++o) {
                double sum = static_cast<double>(layer.bias[o]);
                for (std::size_t i = 0; i < inputs; ++i)
                    if (patterns.isKept(p, i))
                        sum += static_cast<double>(layer.weight[o * inputs + i]) *
                               static_cast<double>(features[i]) / 0.6;
                unit.push_back(sum);
                square += sum * sum;
            }
            for (double& value : unit)
                value /= std::sqrt(square);
            units.push_back(unit);
        }
        double sum = 0.0;
        for (std::size_t a = 0; a < 5; ++a)
            for (std::size_t b = 0; b < a; ++b)
                sum += std::hypot(
                    units[a][0] - units[b][0], units[a][1] - units[b][1], units[a][2] - units[b][2]);
        QVERIFY(sum > 0.1);
        QVERIFY(std::abs(dropoutDistance(features, layer, patterns) - sum / 10.0) < 1e-12);
    }

    void featuresThatDoNotCountAreSteady() {
        LinearLayer layer = randomLayer(64, 8, 4);
        const DropoutPatterns patterns(20, 64, 0.5, 1);
        // Nothing enters: the embedding is the bias, whatever is left out.
        QCOMPARE(dropoutDistance(std::vector<float>(64), layer, patterns), 0.0);
        // Weaker features against the same bias are steadier.
        std::vector<float> strong = randomFeatures(64, 5);
        std::vector<float> weak = strong;
        for (float& value : weak)
            value *= 0.01F;
        QVERIFY(dropoutDistance(weak, layer, patterns) < 0.2 * dropoutDistance(strong, layer, patterns));
        // Without a bias the length of the features does not matter.
        std::fill(layer.bias.begin(), layer.bias.end(), 0.0F);
        QVERIFY(std::abs(dropoutDistance(weak, layer, patterns) - dropoutDistance(strong, layer, patterns)) <
                1e-6);
    }

    void whatDoesNotFitIsRefused() {
        const LinearLayer layer = randomLayer(8, 4, 1);
        const DropoutPatterns patterns(4, 8, 0.5, 1);
        QVERIFY_EXCEPTION_THROWN(dropoutDistance(randomFeatures(7, 1), layer, patterns), Error);
        QVERIFY_EXCEPTION_THROWN(dropoutDistance(randomFeatures(8, 1), layer, DropoutPatterns(4, 9, 0.5, 1)),
                                 Error);
        LinearLayer silent = layer;
        std::fill(silent.bias.begin(), silent.bias.end(), 0.0F);
        QVERIFY_EXCEPTION_THROWN(dropoutDistance(std::vector<float>(8), silent, patterns), Error);
        for (const double share : {0.0, 1.0, -0.1, std::nan("")})
            QVERIFY_EXCEPTION_THROWN(DropoutPatterns(4, 8, share, 1), Error);
        QVERIFY_EXCEPTION_THROWN(DropoutPatterns(1, 8, 0.5, 1), Error);
    }
};

QTEST_GUILESS_MAIN(TestDropoutDistance)
#include "tst_dropout_distance.moc"
