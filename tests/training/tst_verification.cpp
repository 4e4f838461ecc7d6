// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>

#include "base/error.h"
#include "evaluation/verification.h"

using namespace limen;

namespace {

VerificationImage image(const std::string& identity, bool probe, double degrees) {
    const double angle = degrees * std::acos(-1.0) / 180.0;
    return {identity, probe, {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))}};
}

std::vector<double> filled(std::size_t count, double value) {
    return std::vector<double>(count, value);
}

}  // namespace

class TestVerification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairsAreThoseOfTheContract() {
        const PairScores scores = scorePairs({image("a", true, 0),
                                              image("a", true, 60),
                                              image("a", true, 0),
                                              image("b", true, 90),  // never against another probe
                                              image("c", false, 180),
                                              image("c", false, 90)});
        QCOMPARE(scores.genuine.size(), std::size_t(3));
        QCOMPARE(scores.impostor.size(), std::size_t(8));
        QVERIFY(std::abs(scores.genuine[0] - 0.5) < 1e-6);
        QVERIFY(std::abs(scores.genuine[1] - 1.0) < 1e-6);
        QVERIFY(std::abs(scores.impostor[0] + 1.0) < 1e-6);
        QVERIFY(std::abs(scores.impostor[7] - 1.0) < 1e-6);
    }

    void separablePairsAreAllRight() {
        const VerificationReport report = verify({filled(30, 0.8), filled(500, 0.1)}, {1e-2}, 1);
        QCOMPARE(report.genuinePairs, std::size_t(30));
        QCOMPARE(report.impostorPairs, std::size_t(500));
        QCOMPARE(report.balancedPairs, std::size_t(30));
        QCOMPARE(report.accuracy, 1.0);
        QCOMPARE(report.deviation, 0.0);
        QCOMPARE(report.points[0].tar.value(), 1.0);
        QCOMPARE(report.points[0].threshold.value(), 0.1);
    }

    void indistinguishablePairsAreHalfRight() {
        const VerificationReport report = verify({filled(40, 0.5), filled(40, 0.5)}, {0.1}, 1);
        QCOMPARE(report.accuracy, 0.5);
        QCOMPARE(report.points[0].tar.value(), 0.0);  // accepted is what lies above the threshold
    }

    void anErrorInTenIsTenPercent() {
        // One genuine pair of each fold is as unlike as strangers are; no threshold can save it.
        PairScores scores{filled(90, 0.9), filled(100, 0.0)};
        scores.genuine.insert(scores.genuine.end(), 10, -0.5);
        const VerificationReport report = verify(scores, {0.05}, 3);
        QVERIFY2(std::abs(report.accuracy - 0.95) < 1e-12, qPrintable(QString::number(report.accuracy)));
        QCOMPARE(report.points[0].tar.value(), 0.9);
    }

    void theThresholdIsTheNextImpostor() {
        PairScores scores{filled(20, 0.0), {}};
        for (int i = 0; i < 1000; ++i)
            scores.impostor.push_back(static_cast<double>(i) / 1000.0);
        for (std::size_t i = 0; i < 20; ++i)
            scores.genuine[i] = 0.98 + static_cast<double>(i) / 1000.0;  // 0.980 to 0.999
        const VerificationReport report = verify(scores, {0.01, 0.001, 1e-4}, 1);
        QCOMPARE(report.points[0].threshold.value(), 0.989);
        QCOMPARE(report.points[0].tar.value(), 0.5);
        QCOMPARE(report.points[1].threshold.value(), 0.998);
        QCOMPARE(report.points[1].tar.value(), 0.05);
        QVERIFY(!report.points[2].tar);  // 1000 pairs do not resolve it
    }

    void tooFewPairsAreRefused() {
        QVERIFY_EXCEPTION_THROWN(verify({filled(9, 0.5), filled(100, 0.1)}, {1e-3}, 1), Error);
        QVERIFY_EXCEPTION_THROWN(verify({filled(100, 0.5), {}}, {1e-3}, 1), Error);
    }
};

QTEST_GUILESS_MAIN(TestVerification)
#include "tst_verification.moc"
