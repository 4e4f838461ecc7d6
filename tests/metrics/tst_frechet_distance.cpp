// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "base/error.h"
#include "metrics/frechet_distance.h"

using namespace limen;

namespace {

FeatureSet randomSet(std::size_t count, std::size_t length, unsigned seed, float offset = 0.0F) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(offset, 1.0F);
    FeatureSet set(count, std::vector<float>(length));
    for (std::vector<float>& features : set)
        for (float& value : features)
            value = normal(random);
    return set;
}

struct Moments2 {
    double mean[2] = {};
    double xx = 0.0, xy = 0.0, yy = 0.0;
};

Moments2 momentsOf(const FeatureSet& set) {
    Moments2 m;
    const auto n = static_cast<double>(set.size());
    for (const auto& f : set)
        for (std::size_t i = 0; i < 2; ++i)
            m.mean[i] += static_cast<double>(f[i]) / n;
    for (const auto& f : set) {
        const double x = static_cast<double>(f[0]) - m.mean[0];
        const double y = static_cast<double>(f[1]) - m.mean[1];
        m.xx += x * x / (n - 1.0);
        m.xy += x * y / (n - 1.0);
        m.yy += y * y / (n - 1.0);
    }
    return m;
}

}  // namespace

class TestFrechetDistance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofASetToItselfIsNothing() {
        const FeatureSet set = randomSet(40, 6, 1);
        const FrechetDistance found = frechetDistance(set, set);
        QVERIFY(found.distance < 1e-9);
        QVERIFY(!found.fewImages);
        QCOMPARE(found.referenceCount, std::size_t{40});
    }

    void ofAMovedSetIsTheSquareOfTheMove() {
        const FeatureSet set = randomSet(30, 4, 2);
        FeatureSet moved = set;
        for (auto& features : moved) {
            features[0] += 3.0F;
            features[2] -= 4.0F;
        }
        QVERIFY(std::abs(frechetDistance(set, moved).distance - 25.0) < 1e-4);
    }

    void ofAScaledLineIsKnown() {
        // One feature: (m1 - m2)^2 + (s1 - s2)^2.
        const FeatureSet line = {{-1.0F}, {0.0F}, {1.0F}};  // deviation 1
        FeatureSet wide = line;
        for (auto& features : wide)
            features[0] = 3.0F * features[0] + 2.0F;
        QVERIFY(std::abs(frechetDistance(line, wide).distance - (4.0 + 4.0)) < 1e-9);
    }

    void ofTwoFeaturesIsItsClosedForm() {
        // Covariances that do not commute. For 2 x 2 matrices the trace of the root of a product P is
        // sqrt(Tr P + 2 sqrt(det P)).
        FeatureSet a = randomSet(25, 2, 3);
        FeatureSet b = randomSet(35, 2, 4, 0.5F);
        for (auto& f : a)
            f[1] += 1.5F * f[0];
        for (auto& f : b)
            f[0] = 2.0F * f[0] - f[1];
        const Moments2 p = momentsOf(a);
        const Moments2 q = momentsOf(b);
        const double traceOfProduct = p.xx * q.xx + 2.0 * p.xy * q.xy + p.yy * q.yy;
        const double determinant = (p.xx * p.yy - p.xy * p.xy) * (q.xx * q.yy - q.xy * q.xy);
        const double wanted = std::pow(p.mean[0] - q.mean[0], 2) + std::pow(p.mean[1] - q.mean[1], 2) + p.xx +
                              p.yy + q.xx + q.yy -
                              2.0 * std::sqrt(traceOfProduct + 2.0 * std::sqrt(determinant));
        const FrechetDistance found = frechetDistance(a, b);
        QVERIFY(std::abs(found.distance - wanted) < 1e-9);
        QVERIFY(std::abs(frechetDistance(b, a).distance - wanted) < 1e-9);
        QCOMPARE(found.testCount, std::size_t{35});
    }

    void fewerImagesThanFeaturesAreSaid() {
        const FeatureSet a = randomSet(5, 12, 5);
        const FeatureSet b = randomSet(50, 12, 6);
        const FrechetDistance found = frechetDistance(a, b);
        QVERIFY(found.fewImages);
        QVERIFY(found.distance > 0.0);
        QVERIFY(std::abs(frechetDistance(b, a).distance - found.distance) < 1e-6);
        QVERIFY(frechetDistance(a, a).distance < 1e-6);
    }

    void impossibleSetsAreRefused() {
        const FeatureSet fine = randomSet(4, 3, 7);
        FeatureSet infinite = fine;
        infinite[1][1] = std::numeric_limits<float>::infinity();
        for (const FeatureSet& wrong :
             {FeatureSet{}, FeatureSet{{1.0F, 2.0F, 3.0F}}, randomSet(4, 2, 8), infinite}) {
            QVERIFY_EXCEPTION_THROWN(frechetDistance(fine, wrong), Error);
            QVERIFY_EXCEPTION_THROWN(frechetDistance(wrong, fine), Error);
        }
    }
};

QTEST_GUILESS_MAIN(TestFrechetDistance)
#include "tst_frechet_distance.moc"
