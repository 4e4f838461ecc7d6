// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <numeric>
#include <random>

#include "base/error.h"
#include "training/level_head_fit.h"

using namespace limen;

namespace {

constexpr int levels = 39;

/// Faces whose JND point follows from the first of three numbers, with some noise.
struct Crowd {
    std::vector<double> features;
    std::vector<int> points;
};

Crowd crowd(int faces, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Crowd made;
    for (int face = 0; face < faces; ++face) {
        const double x[] = {normal(random), normal(random), normal(random)};
        made.features.insert(made.features.end(), std::begin(x), std::end(x));
        made.points.push_back(std::clamp(
            static_cast<int>(std::lround(22.0 + 4.0 * x[0] + 1.5 * normal(random))), 0, levels - 1));
    }
    return made;
}

double meanLoss(const LevelHead& head, const Crowd& faces) {
    std::vector<double> ignored;
    return head.lossAndGradient(faces.features, faces.points, ignored);
}

}  // namespace

class TestLevelHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beginsWithTheHistogram() {
        std::vector<double> bias(levels);
        std::iota(bias.begin(), bias.end(), -10.0);
        const LevelHead head({.features = 3, .levels = levels}, bias, 1);
        const std::vector<double> p = head.probabilities(std::vector<double>{1.0, -2.0, 3.0});
        QVERIFY(std::abs(std::accumulate(p.begin(), p.end(), 0.0) - 1.0) < 1e-12);
        for (std::size_t q = 1; q < p.size(); ++q)
            QVERIFY(std::abs(p[q] / p[q - 1] - std::exp(1.0)) < 1e-9);
    }

    void gradientsAreThoseOfTheLoss() {
        const Crowd faces = crowd(7, 3);
        LevelHead head({.features = 3, .levels = levels, .hidden = 4}, std::vector<double>(levels), 5);
        std::mt19937 random(9);
        std::normal_distribution<double> normal(0.0, 0.5);
        for (double& weight : head.weights())
            weight = normal(random);
        std::vector<double> gradient, ignored;
        head.lossAndGradient(faces.features, faces.points, gradient);
        for (std::size_t i = 0; i < head.weights().size(); ++i) {
            constexpr double step = 1e-5;
            const double before = head.weights()[i];
            head.weights()[i] = before + step;
            const double up = head.lossAndGradient(faces.features, faces.points, ignored);
            head.weights()[i] = before - step;
            const double down = head.lossAndGradient(faces.features, faces.points, ignored);
            head.weights()[i] = before;
            QVERIFY2(std::abs((up - down) / (2 * step) - gradient[i]) < 1e-6, qPrintable(QString::number(i)));
        }
    }

    void learnsWhatDecides() {
        const Crowd seen = crowd(600, 1), unseen = crowd(300, 2);
        const LevelHead head = fitLevelHead(seen.features, seen.points, levels, {});
        const LevelHead plain = fitLevelHead(seen.features, seen.points, levels, {.steps = 0});
        QVERIFY(meanLoss(head, unseen) < meanLoss(plain, unseen) - 0.5);
        const std::vector<double> low = head.probabilities(std::vector<double>{-2.0, 0.0, 0.0});
        const std::vector<double> high = head.probabilities(std::vector<double>{2.0, 0.0, 0.0});
        const auto mean = [](const std::vector<double>& p) {
            double sum = 0.0;
            for (std::size_t q = 0; q < p.size(); ++q)
                sum += static_cast<double>(q) * p[q];
            return sum;
        };
        QVERIFY(mean(high) - mean(low) > 10.0);
        // The same every time.
        QVERIFY(fitLevelHead(seen.features, seen.points, levels, {}).weights() ==
                fitLevelHead(seen.features, seen.points, levels, {}).weights());
    }

    void isReadAsItWasWritten() {
        const Crowd seen = crowd(50, 1);
        const LevelHead head = fitLevelHead(seen.features, seen.points, levels, {.steps = 20});
        const LevelHead read = LevelHead::fromTensors(head.tensors());
        const std::vector<double> x = {0.3, -0.2, 1.0};
        const std::vector<double> a = head.probabilities(x), b = read.probabilities(x);
        for (std::size_t q = 0; q < a.size(); ++q)
            QVERIFY(std::abs(a[q] - b[q]) < 1e-6);
        auto tensors = head.tensors();
        tensors.erase("tilt.bias");
        QVERIFY_EXCEPTION_THROWN(LevelHead::fromTensors(tensors), Error);
        tensors = head.tensors();
        tensors["tilt.weight"] = {{3, 2}, std::vector<float>(6)};
        QVERIFY_EXCEPTION_THROWN(LevelHead::fromTensors(tensors), Error);
        QVERIFY_EXCEPTION_THROWN(fitLevelHead({}, {}, levels, {}), Error);
    }
};

QTEST_GUILESS_MAIN(TestLevelHead)
#include "tst_level_head.moc"
